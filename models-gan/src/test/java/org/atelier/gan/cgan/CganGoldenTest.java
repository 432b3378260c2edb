package org.atelier.gan.cgan;

import java.util.List;
import org.atelier.data.LabelledImages;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's script, number by number. */
class CganGoldenTest {
  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        CganOptions.defaults()
            .withPicture(PictureShape.grey(16))
            .withLatentSize(10)
            .withWidths(new Widths(List.of(12, 16, 20, 24), List.of(20, 20, 20)))
            .withDropout(0);
    try (var gan = new Cgan(options)) {
      new Trajectory<>("trajectories/cgan", gan)
          .run(
              inputs -> new LabelledImages(inputs.of("real"), inputs.of("labels")),
              (step, inputs) -> {
                gan.latents(step, inputs.of("z"));
                step.once(Cgan.FAKE_LABELS, () -> inputs.of("gen_labels"));
              })
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expectTheSameEnd();
    }
  }
}
