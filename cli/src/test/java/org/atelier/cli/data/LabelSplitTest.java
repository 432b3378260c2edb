package org.atelier.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelSplitTest {
  private static final PictureClasses CLASSES =
      new PictureClasses(
          List.of("a", "b"), IntStream.range(0, 60).map(i -> i % 3 == 0 ? 1 : 0).toArray());

  @Test
  void keeps_a_tenth_of_each_class_and_labels_as_many_of_each() {
    var split = LabelSplit.of("pictures", CLASSES, 6, 0);

    assertThat(ofClass(split.heldOut(), 0)).isEqualTo(4);
    assertThat(ofClass(split.heldOut(), 1)).isEqualTo(2);
    assertThat(ofClass(split.labelled(), 0)).isEqualTo(3);
    assertThat(ofClass(split.labelled(), 1)).isEqualTo(3);
    assertThat(split.training())
        .hasSize(54)
        .contains(split.labelled())
        .doesNotContain(split.heldOut());
  }

  @Test
  void is_a_function_of_the_seed() {
    int[] first = LabelSplit.of("pictures", CLASSES, 6, 1).labelled();

    assertThat(LabelSplit.of("pictures", CLASSES, 6, 1).labelled()).isEqualTo(first);
    assertThat(LabelSplit.of("pictures", CLASSES, 6, 2).labelled()).isNotEqualTo(first);
  }

  private static long ofClass(int[] pictures, int label) {
    return Arrays.stream(pictures).filter(picture -> CLASSES.labels()[picture] == label).count();
  }
}
