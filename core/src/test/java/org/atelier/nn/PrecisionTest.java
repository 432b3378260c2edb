package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.model.Network;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** A thread that asks for exact networks gets them, and only then. */
class PrecisionTest {
  @Test
  void should_run_in_float32_while_the_thread_asks_for_it() {
    try (var net = new Network("net", Linear.of(4), Sgd.of(1), new Shape(8));
        NDManager scope = NDManager.newBaseManager()) {
      net.initialize(0, Device.cpu());
      NDArray x = scope.create(CounterRandom.of(1).gaussians(16), new Shape(2, 8));
      float[] exact = net.forward(x).toFloatArray();
      net.setPrecision(Precision.MIXED);
      float[] mixed = net.forward(x).toFloatArray();
      assertThat(mixed).isNotEqualTo(exact);

      Precision.exactly(
          () -> {
            assertThat(Precision.exactly(() -> net.forward(x).toFloatArray())).isEqualTo(exact);
            // The inner request ends, the outer goes on.
            assertThat(net.forward(x).toFloatArray()).isEqualTo(exact);
            return x;
          });
      assertThat(net.forward(x).toFloatArray()).isEqualTo(mixed);
      assertThatThrownBy(() -> Precision.exactly(() -> net.forward(x.reshape(4, 4))))
          .isInstanceOf(LayerException.class);
      assertThat(net.forward(x).toFloatArray()).isEqualTo(mixed);
    }
  }
}
