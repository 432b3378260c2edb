package org.atelier.gan.wgangp;

import org.atelier.data.batch.Images;
import org.atelier.gan.ScriptCase;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.junit.jupiter.params.ParameterizedTest;

/** The training steps of PyTorch-GAN's script, number by number. */
class WganGpGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/wgan_gp/wgan_gp.py")
  void training_steps_follow_the_reference(Golden golden) {
    var sizes = new ScriptCase(golden);
    double penalty = golden.number("lambda_gp", "([\\d.]+) \\* gradient penalty");
    var options =
        WganGpOptions.defaults()
            .withPicture(sizes.picture())
            .withNetworks(sizes.perceptrons())
            .withPenalty(Penalty.of(penalty))
            .withCriticSteps(sizes.criticSteps())
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    try (var gan = new WganGp(options)) {
      new Trajectory<>(golden, gan)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> {
                gan.latents(step, inputs.of("z"));
                step.once(WganGp.ALPHA, () -> inputs.of("alpha"));
              })
          .expect("critic", "losses.d_loss")
          .expect("critic.penalty", "losses.gradient_penalty")
          .expect("generator", "losses.g_loss")
          .expectTheSameEnd();
    }
  }
}
