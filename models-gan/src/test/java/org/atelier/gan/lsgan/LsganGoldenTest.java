package org.atelier.gan.lsgan;

import org.atelier.data.Images;
import org.atelier.gan.Fidelity;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's script, number by number. */
class LsganGoldenTest {
  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        LsganOptions.defaults()
            .withLatentSize(10)
            .withFilters(16)
            .withDropout(0)
            .withFidelity(Fidelity.LITERAL);
    try (var gan = new Lsgan(options)) {
      new Trajectory<>("trajectories/lsgan", gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> gan.latents(step, inputs.of("z")))
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expectTheSameEnd();
    }
  }
}
