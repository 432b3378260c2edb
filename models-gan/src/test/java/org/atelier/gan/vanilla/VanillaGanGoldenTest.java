package org.atelier.gan.vanilla;

import java.util.List;
import org.atelier.data.Images;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's script, number by number. */
class VanillaGanGoldenTest {
  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        VanillaGanOptions.defaults()
            .withPicture(PictureShape.grey(16))
            .withLatentSize(10)
            .withWidths(new Widths(List.of(12, 16, 20, 24), List.of(20, 16)));
    try (var gan = new VanillaGan(options)) {
      new Trajectory<>("trajectories/gan_mlp", gan)
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
