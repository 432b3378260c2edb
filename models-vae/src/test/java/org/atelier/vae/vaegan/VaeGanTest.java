package org.atelier.vae.vaegan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.image.PictureShape;
import org.atelier.model.network.Gaussian;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.TinyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaeGanTest {
  private static final VaeGanOptions OPTIONS =
      VaeGanOptions.defaults()
          .withAutoencoder(TinyTraining.options().withOptimizer(Adam.of(1e-3, 0.9)));

  @Test
  void a_short_training_lowers_the_encoders_objective_and_the_model_is_loaded_as_it_was(
      @TempDir Path folder) throws IOException {
    try (var vae = new VaeGan(OPTIONS)) {
      Path run = folder.resolve("run");
      TinyTraining.train(vae, TinyTraining.data(), 60, run, "discriminator.real");
      try (VaeGan loaded = VaeGan.load(run)) {
        assertThat(loaded.options()).isEqualTo(vae.options());
        TinyTraining.assertSame(loaded.sample(3, 5), vae.sample(3, 5));
        TinyTraining.assertSame(
            loaded.reconstruct(TinyTraining.pictures(2)),
            vae.reconstruct(TinyTraining.pictures(2)));
      }
    }
  }

  /** Every term from the arrays, as the paper has it. */
  @Test
  void the_three_objectives_are_the_papers() {
    try (var vae = new VaeGan(OPTIONS.withGamma(0.5));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(1);
      NDArray x =
          scope.create(CounterRandom.of(5).gaussians(2 * 784), new Shape(2, 1, 28, 28)).tanh();
      NDArray noise = scope.create(CounterRandom.of(6).gaussians(8), new Shape(2, 4));
      var step = new Step<ExampleBatch>(0, new Images(x), scope, CounterRandom.of(1));
      vae.noise(step, noise);
      Objective encoder = vae.encoderObjective(step);
      Objective decoder = vae.decoderObjective(step);
      Objective discriminator = vae.discriminatorObjective(step);

      Gaussian posterior = vae.encode(x, new NDList());
      NDArray again = vae.decode(posterior.sample(noise), new NDList());
      NDList real = vae.discriminator().evaluateAll(x);
      NDList fake = vae.discriminator().evaluateAll(again);
      double likeness = real.get(0).sub(fake.get(0)).square().sum().getFloat() / 4;
      double kl = posterior.klToStandard().mean().getFloat();
      assertThat(encoder.total().getFloat()).isCloseTo((float) (kl + likeness), within(1e-4f));
      double deceit = decoder.metrics().get("reconstructed").getFloat();
      assertThat(deceit).isCloseTo(mean(fake.get(1), -1), within(1e-5));
      assertThat(decoder.total().getFloat())
          .isCloseTo(
              (float) (0.5 * likeness + deceit + decoder.metrics().get("sampled").getFloat()),
              within(1e-4f));
      assertThat((double) discriminator.metrics().get("real").getFloat())
          .isCloseTo(mean(real.get(1), -1), within(1e-5));
      assertThat((double) discriminator.metrics().get("reconstructed").getFloat())
          .isCloseTo(mean(fake.get(1), 1), within(1e-5));
    }
  }

  /** The mean of ln(1 + e^(sign·l)). */
  private static double mean(NDArray logits, int sign) {
    double sum = 0;
    for (float logit : logits.toFloatArray()) {
      sum += Math.log1p(Math.exp(sign * logit));
    }
    return sum / logits.size();
  }

  @Test
  void each_phase_changes_its_own_network_alone() {
    var convolutions =
        TinyTraining.options()
            .withArchitecture(AutoencoderArchitecture.convolutions(PictureShape.grey(16), 4));
    try (var vae = new VaeGan(OPTIONS.withAutoencoder(convolutions));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(1);
      NDArray x = scope.zeros(new Shape(4, 1, 16, 16));
      var step = new Step<ExampleBatch>(0, new Images(x), scope, CounterRandom.of(1));
      for (int phase = 0; phase < 3; phase++) {
        List<NDArray> before = copies(vae, scope);
        vae.phases().get(phase).learn(step);
        List<NDArray> after = copies(vae, scope);
        for (int network = 0; network < 3; network++) {
          assertThat(after.get(network).equals(before.get(network))).isEqualTo(network != phase);
        }
      }
    }
  }

  /** Of each network all parameters in a row. */
  private static List<NDArray> copies(VaeGan vae, NDManager scope) {
    return vae.networks().stream()
        .map(
            network -> {
              var all = new NDList();
              network.parameters().values().forEach(p -> all.add(scope.create(p.toFloatArray())));
              return NDArrays.concat(all);
            })
        .toList();
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    assertThatThrownBy(() -> OPTIONS.withGamma(-1))
        .hasMessage("gamma must be at least 0 and finite, but was -1.0");
  }
}
