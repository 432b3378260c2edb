package org.atelier.gan.lsgan;

import org.atelier.data.batch.Images;
import org.atelier.gan.ScriptCase;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class LsganGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/lsgan/lsgan.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    var options =
        LsganOptions.defaults()
            .withPicture(sizes.picture())
            .withNetworks(sizes.resizing())
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var gan = new Lsgan(options)) {
      new Trajectory<>(golden, gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> gan.latents(step, inputs.of("z")))
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expectTheSameEnd();
    }
  }
}
