package org.atelier.gan.wgan;

import java.util.List;
import org.atelier.data.Images;
import org.atelier.gan.Architecture;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's script, number by number. */
class WganGoldenTest {
  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        WganOptions.defaults()
            .withPicture(PictureShape.grey(16))
            .withLatentSize(10)
            .withArchitecture(
                Architecture.perceptrons(new Widths(List.of(12, 16, 20, 24), List.of(20, 16))))
            .withCriticSteps(1);
    try (var gan = new Wgan(options)) {
      new Trajectory<>("trajectories/wgan", gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> gan.latents(step, inputs.of("z")))
          .expect("critic", "losses.d_loss")
          .expect("generator", "losses.g_loss")
          .expectTheSameEnd();
    }
  }
}
