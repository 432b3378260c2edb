package org.atelier.gan.acgan;

import org.atelier.data.LabelledImages;
import org.atelier.gan.Fidelity;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's script, number by number. */
class AcGanGoldenTest {
  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        AcGanOptions.defaults()
            .withLatentSize(10)
            .withNetworks(new AcGanNetworks.Resizing(16, 0, Fidelity.LITERAL));
    try (var gan = new AcGan(options)) {
      new Trajectory<>("trajectories/acgan", gan)
          .run(
              inputs -> new LabelledImages(inputs.of("real"), inputs.of("labels")),
              (step, inputs) -> {
                gan.latents(step, inputs.of("z"));
                step.once(AcGan.FAKE_LABELS, () -> inputs.of("gen_labels"));
              })
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expectTheSameEnd();
    }
  }
}
