package org.atelier.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Dropout;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.junit.jupiter.api.Test;

class EncoderTest {
  @Test
  void two_heads_are_the_mean_and_the_log_variance() {
    var layers = Sequential.of(Dropout.of(0.5), Parallel.of(Linear.of(2), Linear.of(2)));
    try (var encoder = new Encoder(new Shape(3), layers, Adam.of(1e-3, 0.9));
        NDManager scope = NDManager.newBaseManager()) {
      encoder.initialize(1, Device.cpu());
      NDArray x = scope.ones(new Shape(5, 3));
      Gaussian codes = encoder.evaluatePosterior(x);
      assertThat(codes.mu().getShape()).isEqualTo(new Shape(5, 2));
      assertThat(codes.mu()).isEqualTo(encoder.evaluateAll(x).get(0));
      assertThat(codes.logVar()).isEqualTo(encoder.evaluateAll(x).get(1));
      // Dropout drops in training mode only.
      assertThat(encoder.posterior(x).mu()).isNotEqualTo(codes.mu());
    }
  }

  @Test
  void heads_that_make_no_distribution_are_refused_in_words() {
    try (var one = new Encoder(new Shape(3), Linear.of(4), Adam.of(1e-3, 0.9));
        var unequal =
            new Encoder(new Shape(3), Parallel.of(Linear.of(2), Linear.of(1)), Adam.of(1e-3, 0.9));
        NDManager scope = NDManager.newBaseManager()) {
      one.initialize(1, Device.cpu());
      unequal.initialize(1, Device.cpu());
      NDArray x = scope.ones(new Shape(5, 3));
      assertThatThrownBy(() -> one.posterior(x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("encoder: expected two results of one shape")
          .hasMessageContaining("but got [(5, 4)]; end it with Parallel.of");
      assertThatThrownBy(() -> unequal.evaluatePosterior(x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("but got [(5, 2), (5, 1)]");
    }
  }
}
