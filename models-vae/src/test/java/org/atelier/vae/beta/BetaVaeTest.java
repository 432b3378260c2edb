package org.atelier.vae.beta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.vae.TinyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BetaVaeTest {
  private static final BetaVaeOptions OPTIONS =
      BetaVaeOptions.defaults().withAutoencoder(TinyTraining.options());

  @Test
  void a_short_training_lowers_the_bound_and_the_model_is_loaded_as_it_was(@TempDir Path folder)
      throws IOException {
    try (var vae = new BetaVae(OPTIONS.withCapacity(new Capacity(5, 40)))) {
      Path run = folder.resolve("run");
      TinyTraining.train(vae, TinyTraining.data(), 60, run, "vae.reconstruction");
      try (BetaVae loaded = BetaVae.load(run)) {
        assertThat(loaded.options()).isEqualTo(vae.options());
        TinyTraining.assertSame(loaded.sample(3, 5), vae.sample(3, 5));
      }
    }
  }

  @Test
  void the_capacity_grows_evenly_and_then_stays() {
    var capacity = new Capacity(25, 100);
    assertThat(capacity.at(0)).isZero();
    assertThat(capacity.at(50)).isEqualTo(12.5);
    assertThat(capacity.at(100)).isEqualTo(25);
    assertThat(capacity.at(1000)).isEqualTo(25);
    assertThat(Capacity.none().at(0)).isZero();
    assertThat(new Capacity(3, 0).at(0)).isEqualTo(3);
  }

  @Test
  void the_divergence_counts_beta_times_its_distance_from_the_capacity() {
    for (double nats : new double[] {0, 7}) {
      try (var vae = new BetaVae(OPTIONS.withBeta(3).withCapacity(new Capacity(nats, 0)));
          NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        vae.setDevice(Device.cpu());
        vae.initialize(1);
        var images = new Images(scope.ones(new Shape(5, 1, 28, 28)));
        Objective objective =
            vae.objective(new Step<ExampleBatch>(0, images, scope, CounterRandom.of(1)));
        float kl = objective.metrics().get("kl").getFloat();
        float reconstruction = objective.metrics().get("reconstruction").getFloat();
        assertThat(kl).isBetween(0f, 7f);
        assertThat(objective.total().getFloat())
            .isCloseTo((float) (reconstruction + 3 * Math.abs(kl - nats)), within(1e-3f));
      }
    }
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    assertThatThrownBy(() -> OPTIONS.withBeta(-1))
        .hasMessage("beta must be at least 0 and finite, but was -1.0");
    assertThatThrownBy(() -> new Capacity(1, -1))
        .hasMessage("steps must be at least 0, but was -1");
  }
}
