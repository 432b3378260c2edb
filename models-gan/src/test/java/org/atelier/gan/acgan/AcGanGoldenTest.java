package org.atelier.gan.acgan;

import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.ScriptCase;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class AcGanGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/acgan/acgan.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    var options =
        AcGanOptions.defaults()
            .withPicture(sizes.picture())
            .withClasses(sizes.classes())
            .withNetworks(new AcGanNetworks.Resizing(sizes.resizing()))
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var gan = new AcGan(options)) {
      new Trajectory<>(golden, gan)
          .run(
              inputs -> new LabelledImages(inputs.of("real"), inputs.of("labels")),
              (step, inputs) -> {
                gan.latents(step, inputs.of("z"));
                step.once(AcGan.FAKE_LABELS, () -> inputs.of("gen_labels"));
              })
          .expect("generator", "losses.g_loss")
          .expect("discriminator", "losses.d_loss")
          .expect("discriminator.real", "discriminator.real class", 0.5, "losses.d_real")
          .expect("discriminator.fake", "discriminator.fake class", 0.5, "losses.d_fake")
          .expectTheSameEnd();
    }
  }
}
