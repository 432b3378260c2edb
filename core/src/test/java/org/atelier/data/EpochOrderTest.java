package org.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  @Property(tries = 200)
  void an_epoch_is_a_permutation(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll long seed,
      @ForAll @LongRange(min = 0, max = 1L << 40) long epoch) {
    int[] order = new EpochOrder(size, 1, seed).order(epoch);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, size).toArray());
  }

  @Property(tries = 200)
  void a_batch_depends_on_seed_and_step_alone(
      @ForAll @IntRange(min = 1, max = 100) int size,
      @ForAll @IntRange(min = 1, max = 100) int wanted,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1000) int step) {
    int batchSize = Math.min(size, wanted);
    var walked = new EpochOrder(size, batchSize, seed);
    for (int before = Math.max(0, step - 5); before < step; before++) {
      walked.batchAt(before);
    }
    var direct = new EpochOrder(size, batchSize, seed);
    int perEpoch = size / batchSize;
    assertThat(direct.batchAt(step))
        .isEqualTo(walked.batchAt(step))
        .isEqualTo(direct.batch(step / perEpoch, step % perEpoch))
        .hasSize(batchSize)
        .doesNotHaveDuplicates();
  }

  @Test
  void epochs_and_seeds_differ() {
    var order = new EpochOrder(100, 10, 1);
    assertThat(order.order(0)).isNotEqualTo(order.order(1));
    assertThat(order.order(0)).isNotEqualTo(new EpochOrder(100, 10, 2).order(0));
  }

  @Test
  void the_rest_is_dropped() {
    var order = new EpochOrder(11, 4, 1);
    assertThat(order.batchesPerEpoch()).isEqualTo(2);
    assertThat(order.epochOf(1)).isZero();
    assertThat(order.epochOf(2)).isEqualTo(1);
    assertThatThrownBy(() -> order.batch(0, 2)).hasMessage("batch must be from 0 to 1, but was 2");
  }

  @Test
  void too_few_examples_are_refused_in_words() {
    assertThatThrownBy(() -> new EpochOrder(19, 64, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The data has 19 examples, fewer than the batch size 64: choose a smaller batch size");
  }

  @Test
  void what_the_caller_does_with_an_order_changes_nothing() {
    var order = new EpochOrder(10, 5, 1);
    int[] before = order.order(0);
    Arrays.fill(order.order(0), -1);
    Arrays.fill(order.batchAt(0), -1);
    assertThat(order.order(0)).isEqualTo(before);
  }
}
