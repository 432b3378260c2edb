package org.atelier.gan.vanilla;

import org.atelier.data.batch.Images;
import org.atelier.gan.ScriptCase;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class VanillaGanGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/gan/gan.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    var options =
        VanillaGanOptions.defaults()
            .withPicture(sizes.picture())
            .withNetworks(sizes.perceptrons())
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var gan = new VanillaGan(options)) {
      new Trajectory<>(golden, gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> gan.latents(step, inputs.of("z")))
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expect("discriminator.real", "losses.d_real")
          .expect("discriminator.fake", "losses.d_fake")
          .expectTheSameEnd();
    }
  }
}
