package org.atelier.gan.wgan;

import org.atelier.data.batch.Images;
import org.atelier.gan.ScriptCase;
import org.atelier.optim.RmsProp;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class WganGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/wgan/wgan.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    var options =
        WganOptions.defaults()
            .withPicture(sizes.picture())
            .withNetworks(sizes.perceptrons())
            .withClip(golden.number("clip_value", "\\[-([\\d.]+), [\\d.]+\\]"))
            .withCriticSteps(sizes.criticSteps())
            .withOptimizer(RmsProp.of(golden.learningRate()));
    try (var gan = new Wgan(options)) {
      new Trajectory<>(golden, gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> gan.latents(step, inputs.of("z")))
          .expect("critic", "losses.d_loss")
          .expect("generator", "losses.g_loss")
          .expectTheSameEnd();
    }
  }
}
