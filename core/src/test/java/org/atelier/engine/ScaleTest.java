package org.atelier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.atelier.model.objective.Objective;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void a_product_keeps_type_and_manager() {
    try (var manager = NDManager.newBaseManager();
        var step = manager.newSubManager()) {
      NDArray x = step.create(new float[] {1, -2});
      NDArray product = Scale.by(x, 0.1);
      assertThat(product.toFloatArray()).containsExactly(0.1f, -0.2f);
      assertThat(product.getManager()).isSameAs(step);
    }
  }

  @Test
  void weights_outlive_the_garbage_collector_until_they_are_differentiated() throws Exception {
    try (var manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new float[] {3});
      x.setRequiresGradient(true);
      for (int round = 0; round < 5; round++) {
        Objective objective =
            Gradients.recording(
                () -> Objective.of("one", 0.5, x.sum()).plus("two", 0.25, x.square().sum()));
        collectAndReuse();
        assertThat(Gradients.of(objective.total(), List.of(x)).get(0).toFloatArray())
            .containsExactly(0.5f + 0.25f * 2 * 3);
      }
    }
  }

  /** Frees what Java has let go, and writes over it. */
  private static void collectAndReuse() throws InterruptedException {
    System.gc();
    Thread.sleep(20);
    List<ByteBuffer> garbage = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(4 + 4 * (i % 4));
      while (buffer.remaining() >= 4) {
        buffer.putInt(0x7fc00000);
      }
      garbage.add(buffer);
    }
    assertThat(garbage).hasSize(2000);
  }
}
