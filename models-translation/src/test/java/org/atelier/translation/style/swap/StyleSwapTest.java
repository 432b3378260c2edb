package org.atelier.translation.style.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.wct.Level;
import org.atelier.translation.style.wct.PaddedSize;
import org.atelier.translation.style.wct.TinyLevels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StyleSwapTest {
  private static final StyleSwapOptions ALL = StyleSwapOptions.defaults().withStrength(1);

  private final TinyLevels tiny = new TinyLevels();
  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
    tiny.close();
  }

  @ParameterizedTest
  @CsvSource({"16, 18", "17, 23", "1, 1", "1, 1000"})
  void the_result_has_the_contents_size_and_range(int height, int width) {
    Style style = Style.of(TinyLevels.picture(20, 26, 2));
    try (var swap = new StyleSwap(tiny.levels(), List.of(style), ALL)) {
      Picture result = swap.apply(TinyLevels.picture(height, width, 1));

      assertThat(result.height()).isEqualTo(height);
      assertThat(result.width()).isEqualTo(width);
      for (float value : result.values()) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void a_picture_swapped_by_itself_keeps_its_features() {
    Level level = tiny.levels().get(0);
    Picture picture = TinyLevels.picture(20, 26, 2);
    PaddedSize size = PaddedSize.of(picture, 2, 4);
    NDArray features = level.features().encode(picture, size, scope);
    for (boolean whitened : new boolean[] {true, false}) {
      try (var stage =
          new FeatureSwap(
              level.features(), List.of(Style.of(picture)), ALL.withWhitened(whitened))) {
        NDArray found = stage.swapped(features, size, null);
        if (whitened) {
          assertThat(found.toFloatArray()).containsExactly(features.toFloatArray(), within(1e-5f));
        } else {
          assertThat(found.getShape()).isEqualTo(features.getShape());
        }
      }
    }
  }

  @Test
  void strength_0_leaves_features_as_they_are() {
    Level level = tiny.levels().get(0);
    Style style = Style.of(TinyLevels.picture(20, 26, 2));
    Picture picture = TinyLevels.picture(18, 12, 1);
    PaddedSize size = PaddedSize.of(picture, 2, 4);
    NDArray features = level.features().encode(picture, size, scope);
    try (var stage = new FeatureSwap(level.features(), List.of(style), ALL.withStrength(0))) {
      int before = scope.getManagedArrays().size();

      NDArray found = stage.swapped(features, size, null);

      assertThat(scope.getManagedArrays()).hasSize(before + 1);
      assertThat(found.toFloatArray()).containsExactly(features.toFloatArray(), within(1e-6f));
    }
  }

  @Test
  void a_region_takes_patches_of_the_styles_region_of_its_colour_alone() {
    Level level = tiny.levels().get(1);
    // The style's right half is another picture's, so features of both halves differ in the mean.
    Picture left = TinyLevels.picture(16, 16, 2);
    var values = new float[3 * 16 * 32];
    Arrays.fill(values, 0.9f);
    for (int row = 0; row < 48; row++) {
      System.arraycopy(left.values(), row * 16, values, row * 32, 16);
    }
    var style = new Style(new Picture(3, 16, 32, values), 1, Regions.of(halves(16, 32)));
    Picture picture = TinyLevels.picture(14, 20, 1);
    PaddedSize size = PaddedSize.of(picture, 1, 3);
    NDArray features = level.features().encode(picture, size, scope);
    try (var stage = new FeatureSwap(level.features(), List.of(style), ALL)) {
      NDArray found = stage.swapped(features, size, Regions.of(halves(14, 20)));

      NDArray flat =
          level.features().encode(style.picture(), PaddedSize.of(style.picture(), 1, 3), scope);
      double away = 0;
      double within = 0;
      for (int channel = 0; channel < 4; channel++) {
        float wanted = flat.getFloat(0, channel, 8, 26);
        for (int row = 0; row < 14; row++) {
          away += Math.abs(found.getFloat(0, channel, row, 3) - wanted);
          within += Math.abs(found.getFloat(0, channel, row, 16) - wanted);
        }
      }
      // Patches whose centre is beside the border of the halves have some of the other's features.
      assertThat(within).isLessThan(0.5 * away);
    }
  }

  private static Picture halves(int height, int width) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 ? -1 : 1;
    }
    return new Picture(1, height, width, values);
  }

  @Test
  void masks_of_a_film_and_several_styles_run_through_all_levels() {
    var style = new Style(TinyLevels.picture(16, 22, 2), 2, Regions.of(halves(16, 22)));
    Style plain = Style.of(TinyLevels.picture(13, 11, 3));
    try (var swap = new StyleSwap(tiny.levels(), List.of(style, plain), ALL.withStride(2))) {
      Picture content = TinyLevels.picture(15, 19, 1);

      Picture result = swap.apply(StyleContent.of(content).withRegions(Regions.of(halves(15, 19))));

      assertThat(result.width()).isEqualTo(19);
      assertThat(result).isNotEqualTo(swap.apply(content));
    }
  }

  @Test
  void a_style_smaller_than_a_patch_is_refused() {
    Style small = Style.of(TinyLevels.picture(5, 30, 2));
    assertThatThrownBy(() -> new StyleSwap(tiny.levels(), List.of(small), ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected a style of at least 6×6 pixels, one patch of 3×3 positions of coarse, but got 5×30; take a larger style or a smaller patch");
  }

  @Test
  void bad_options_are_refused() {
    assertThatThrownBy(() -> ALL.withStride(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stride must be at most the patch's side, 3, so that patches leave no gaps, but was 4");
    assertThatThrownBy(() -> ALL.withPatch(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ALL.withStrength(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
