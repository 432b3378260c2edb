package org.atelier.gan.cgan;

import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.ScriptCase;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class CganGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/cgan/cgan.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    var options =
        CganOptions.defaults()
            .withPicture(sizes.picture())
            .withClasses(sizes.classes())
            .withNetworks(
                new CganNetworks(
                    sizes.latentSize(), sizes.generatorUnits(), sizes.discriminatorUnits(), 0))
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var gan = new Cgan(options)) {
      new Trajectory<>(golden, gan)
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
