package org.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.stream.IntStream;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SubsetTest {
  private final TrainingData<LabelledImages> whole =
      LabelledImages.join(
          InMemory.of(
                  IntStream.range(0, 5).mapToObj(i -> new Picture(1, 4, 4, new float[16])).toList())
              .images(ImageOptions.defaults().withSize(4).withChannels(1)),
          new int[] {0, 1, 2, 3, 4});

  @Test
  void gives_the_chosen_examples_in_their_new_order() throws IOException {
    TrainingData<LabelledImages> part = whole.subset(4, 0, 2);

    assertThat(part.size()).isEqualTo(3);
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      var batch = part.load(new int[] {2, 0}, CounterRandom.of(0)).toBatch(manager);
      assertThat(batch.labels().toLongArray()).containsExactly(2, 4);
    }
  }

  @Test
  void another_choice_has_another_fingerprint() {
    assertThat(whole.subset(0, 1).fingerprint())
        .isNotEqualTo(whole.subset(0, 2).fingerprint())
        .isNotEqualTo(whole.fingerprint());
  }

  @Test
  void refuses_no_examples_and_examples_that_are_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole.subset())
        .withMessage("Expected at least one of the 5 examples, but none was selected");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole.subset(0, 5))
        .withMessage("Expected example indices from 0 to 4, but got 5");
  }
}
