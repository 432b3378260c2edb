package org.atelier.translation.style.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.wct.FeatureTap;
import org.atelier.translation.style.wct.PaddedSize;
import org.atelier.translation.style.wct.TinyLevels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimisedSwapTest {
  private static final OptimisedSwapOptions FEW = OptimisedSwapOptions.defaults().withSteps(12);

  private final TinyLevels tiny = new TinyLevels();
  private final FeatureTap tap = tiny.levels().get(0).features();
  private final Style style = Style.of(TinyLevels.picture(20, 26, 2));

  @AfterEach
  void close() {
    tiny.close();
  }

  @Test
  void more_steps_bring_the_features_nearer_to_the_swapped_ones() {
    Picture content = TinyLevels.picture(15, 17, 1);

    double early = distance(content, FEW.withSteps(1));
    double late = distance(content, FEW.withSteps(40));

    assertThat(late).isLessThan(0.7 * early);
  }

  /** The mean squared difference of the result's features to the swapped ones. */
  private double distance(Picture content, OptimisedSwapOptions options) {
    try (var swap = new OptimisedSwap(tap, List.of(style), options);
        var wanted = new FeatureSwap(tap, List.of(style), options.swap());
        var scope = NDManager.newBaseManager()) {
      var size = PaddedSize.of(content, 2, 6);
      float[] target = wanted.swapped(tap.encode(content, size, scope), size, null).toFloatArray();
      float[] found = tap.encode(swap.apply(content), size, scope).toFloatArray();
      double sum = 0;
      for (int i = 0; i < found.length; i++) {
        sum += (found[i] - target[i]) * (found[i] - target[i]);
      }
      return sum / found.length;
    }
  }

  @Test
  void the_same_seed_gives_the_same_picture_of_the_contents_size() {
    Picture content = TinyLevels.picture(15, 17, 1);
    try (var swap = new OptimisedSwap(tap, List.of(style), FEW)) {
      Picture result = swap.apply(content);

      assertThat(result.height()).isEqualTo(15);
      assertThat(result.width()).isEqualTo(17);
      assertThat(swap.apply(content)).isEqualTo(result).isNotEqualTo(content);
    }
  }

  @Test
  void a_listener_may_end_the_run() {
    var steps = new ArrayList<Long>();
    try (var swap = new OptimisedSwap(tap, List.of(style), FEW)) {
      swap.apply(
          StyleContent.of(TinyLevels.picture(15, 17, 1))
              .withProgress(
                  (done, all, preview) -> {
                    steps.add(done);
                    assertThat(preview.get().width()).isEqualTo(17);
                    return done < 3;
                  }));
    }
    assertThat(steps).containsExactly(1L, 2L, 3L);
  }

  @Test
  void bad_options_and_small_styles_are_refused() {
    assertThatThrownBy(() -> FEW.withSteps(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FEW.withLearningRate(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FEW.withVariation(-1)).isInstanceOf(IllegalArgumentException.class);
    Style small = Style.of(TinyLevels.picture(4, 30, 2));
    assertThatThrownBy(() -> new OptimisedSwap(tap, List.of(small), FEW))
        .hasMessageContaining("Expected a style of at least 6×6 pixels");
  }
}
