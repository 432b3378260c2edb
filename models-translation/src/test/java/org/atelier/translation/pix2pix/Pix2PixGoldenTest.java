package org.atelier.translation.pix2pix;

import java.util.Locale;
import org.atelier.data.batch.PairedImages;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
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
            .withGenerator(GoldenNets.unet(golden, "init_G"))
            .withDiscriminator(GoldenNets.patchDiscriminator(golden, "init_D"))
            .withDomains(new Domains(domain(a), domain(b)))
            .withGanMode(ganMode(golden))
            .withLambdaL1(l1)
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var model = new Pix2Pix(options)) {
      new Trajectory<>(golden, model)
          .run(
              inputs -> new PairedImages(inputs.of("real_A"), inputs.of("real_B")),
              (step, inputs) -> {})
          .expect("discriminator.D_real", "losses.D_real")
          .expect("discriminator.D_fake", "losses.D_fake")
          .expect("discriminator", "losses.D")
          .expect("generator.G_GAN", "losses.G_GAN")
          .expect("generator.G_L1", l1, "losses.G_L1")
          .expect("generator", "losses.G")
          .expectTheSameEnd();
    }
  }

  private static GanMode ganMode(Golden golden) {
    String mode = golden.constructor().get("gan_mode").getAsString();
    return GanMode.valueOf(mode.toUpperCase(Locale.ROOT));
  }

  /** Of (steps, N, C, H, W). */
  private static Domain domain(long[] shape) {
    return new Domain((int) shape[2], (int) shape[3], (int) shape[4]);
  }
}
