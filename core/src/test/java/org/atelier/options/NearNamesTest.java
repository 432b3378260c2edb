package org.atelier.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
  @Test
  void case_and_separators_do_not_count_and_a_missing_end_counts_half() {
    assertThat(NearNames.distance("Relu41", "relu4_1")).isZero();
    assertThat(NearNames.distance("relu4", "relu4_1")).isEqualTo(1);
    assertThat(NearNames.distance("relu41", "relu51")).isEqualTo(NearNames.EDIT);
    assertThat(NearNames.distance("rel41", "relu41")).isEqualTo(NearNames.EDIT);
    assertThat(NearNames.distance("relu411", "relu41")).isEqualTo(NearNames.EDIT);
  }

  @Test
  void the_nearest_names_come_first_each_once_and_equal_ones_in_their_order() {
    assertThat(NearNames.of("conv31", List.of("", "pool", "conv2_1", "conv3_1", "conv3_1"), 2))
        .containsExactly("conv3_1", "conv2_1");
    assertThat(NearNames.of("a", List.of("c", "b"), 5)).containsExactly("c", "b");
  }
}
