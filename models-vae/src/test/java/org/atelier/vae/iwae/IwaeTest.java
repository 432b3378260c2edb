package org.atelier.vae.iwae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.model.network.Gaussian;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.vae.TinyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IwaeTest {
  private static final IwaeOptions OPTIONS =
      IwaeOptions.defaults().withAutoencoder(TinyTraining.options());

  @Test
  void a_short_training_lowers_the_bound_and_the_model_is_loaded_as_it_was(@TempDir Path folder)
      throws IOException {
    try (var iwae = new Iwae(OPTIONS)) {
      Path run = folder.resolve("run");
      TinyTraining.train(iwae, TinyTraining.data(), 60, run, "iwae.bound");
      try (Iwae loaded = Iwae.load(run)) {
        assertThat(loaded.options()).isEqualTo(iwae.options());
        TinyTraining.assertSame(loaded.sample(3, 5), iwae.sample(3, 5));
      }
    }
  }

  /** Burda et al., equation 8, in float64 from the arrays. */
  @Test
  void the_bound_is_the_log_of_the_mean_weight() {
    int k = 3;
    int count = 2;
    try (var iwae = new Iwae(OPTIONS.withSamples(k));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      iwae.setDevice(Device.cpu());
      iwae.initialize(1);
      NDArray x = scope.create(CounterRandom.of(5).gaussians(2 * 784), new Shape(2, 1, 28, 28));
      Images images = new Images(x.tanh());
      NDArray noise = scope.create(CounterRandom.of(6).gaussians(24), new Shape(k, count, 4));
      var step = new Step<ExampleBatch>(0, images, scope, CounterRandom.of(1));
      iwae.noise(step, noise);
      Objective objective = iwae.objective(step);

      Gaussian posterior = iwae.encode(images.images(), new NDList());
      double bound = 0;
      double elbo = 0;
      for (int n = 0; n < count; n++) {
        double weights = 0;
        for (int i = 0; i < k; i++) {
          NDArray z = posterior.sample(noise.get(i));
          double w =
              (double)
                      iwae.likelihood()
                          .logDensity(images.images(), iwae.likelihoodParameters(z, new NDList()))
                          .getFloat(n)
                  + Gaussian.logStandardDensity(z).getFloat(n)
                  - posterior.logDensity(z).getFloat(n);
          // Of the size e^−550: moved by 550.
          weights += Math.exp(w + 550) / k;
          elbo += w / k / count;
        }
        bound += (Math.log(weights) - 550) / count;
      }
      assertThat(objective.total().getFloat()).isCloseTo((float) -bound, within(2e-3f));
      assertThat(objective.metrics().get("negative elbo").getFloat())
          .isCloseTo((float) -elbo, within(2e-3f))
          .isGreaterThan((float) -bound);
    }
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    assertThatThrownBy(() -> OPTIONS.withSamples(0))
        .hasMessage("samples must be at least 1, but was 0");
  }
}
