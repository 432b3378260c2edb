package org.atelier.translation.pix2pix;

import org.atelier.data.PairedImages;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.AdversarialObjective;
import org.atelier.translation.Domains;
import org.atelier.translation.nets.GoldenNets;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of junyanz/pytorch-CycleGAN-and-pix2pix, number by number. */
class Pix2PixGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "models/pix2pix_model.py")
  void training_steps_follow_the_reference(Golden golden) {
    long[] a = golden.tensor("real_A").shape().getShape();
    long[] b = golden.tensor("real_B").shape().getShape();
    double l1 = golden.number("lambda_L1", "([\\d.]+)\\*mean\\|fake_B - B\\|");
    var options =
        Pix2PixOptions.defaults()
            .withGenerator(
                new Domains((int) a[2], (int) b[2], (int) a[3], (int) a[4]),
                GoldenNets.unet(golden, "init_G"))
            .withDiscriminator(GoldenNets.patchDiscriminator(golden, "init_D"))
            .withObjective(objective(golden))
            .withL1Weight(l1)
            .withLearningRate(golden.learningRate());
    try (var model = new Pix2Pix(options)) {
      new Trajectory<>(golden, model)
          .run(
              inputs -> new PairedImages(inputs.of("real_A"), inputs.of("real_B")),
              (step, inputs) -> {})
          .expect("discriminator.real", "losses.D_real")
          .expect("discriminator.fake", "losses.D_fake")
          .expect("discriminator", "losses.D")
          .expect("generator.adversarial", "losses.G_GAN")
          .expect("generator.L1", l1, "losses.G_L1")
          .expect("generator", "losses.G")
          .expectTheSameEnd();
    }
  }

  private static AdversarialObjective objective(Golden golden) {
    String mode = golden.constructor().get("gan_mode").getAsString();
    return switch (mode) {
      case "vanilla" -> AdversarialObjective.VANILLA;
      case "lsgan" -> AdversarialObjective.LEAST_SQUARES;
      default -> throw new AssertionError("Expected vanilla or lsgan, but gan_mode is " + mode);
    };
  }
}
