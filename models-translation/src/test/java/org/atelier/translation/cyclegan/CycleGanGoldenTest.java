package org.atelier.translation.cyclegan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;
import org.atelier.data.batch.UnpairedImages;
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
class CycleGanGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "models/cycle_gan_model.py")
  void training_steps_follow_the_reference(Golden golden) {
    check(golden, (int) golden.number("pool_size", "[Pp]ool size (\\d+)"));
  }

  /** A pool that is never full gives every fake back, so the numbers are those of no pool. */
  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "models/cycle_gan_model.py")
  void training_steps_follow_the_reference_with_a_pool_that_keeps_every_fake(Golden golden) {
    check(golden, golden.size("steps") * golden.size("batch") + 1);
  }

  private static void check(Golden golden, int poolSize) {
    int kept = golden.size("steps") * golden.size("batch");
    assertThat(poolSize)
        .as("a pool that gives earlier fakes needs the reference's choices, which no case has")
        .satisfiesAnyOf(
            size -> assertThat(size).isZero(),
            size -> assertThat(size).isGreaterThanOrEqualTo(kept));
    long[] a = golden.tensor("real_A").shape().getShape();
    long[] b = golden.tensor("real_B").shape().getShape();
    double lambdaA = golden.number("lambda_A", "([\\d.]+)\\*\\|rec_A-A\\|");
    double lambdaB = golden.number("lambda_B", "([\\d.]+)\\*\\|rec_B-B\\|");
    double lambdaIdentity = golden.constructor().get("lambda_identity").getAsDouble();
    var options =
        CycleGanOptions.defaults()
            .withGenerator(GoldenNets.resnet(golden, "init_G_A"))
            .withDiscriminator(GoldenNets.patchDiscriminator(golden, "init_D_A"))
            .withDomains(new Domains(domain(a), domain(b)))
            .withLosses(new CycleGanOptions.Losses(GanMode.LSGAN, lambdaA, lambdaB, lambdaIdentity))
            .withOptimizer(Adam.of(golden.learningRate(), 0.5))
            .withPoolSize(poolSize);
    try (var model = new CycleGan(options)) {
      new Trajectory<>(golden, model)
          .run(
              inputs -> new UnpairedImages(inputs.of("real_A"), inputs.of("real_B")),
              (step, inputs) -> {})
          .expect("generators", "losses.G")
          .expect("generators.G_A", "losses.G_A")
          .expect("generators.G_B", "losses.G_B")
          .expect("generators.cycle_A", lambdaA, "losses.cycle_A")
          .expect("generators.cycle_B", lambdaB, "losses.cycle_B")
          .expect("generators.idt_A", lambdaB * lambdaIdentity, "losses.idt_A")
          .expect("generators.idt_B", lambdaA * lambdaIdentity, "losses.idt_B")
          .expect("discriminators.D_A", "losses.D_A")
          .expect("discriminators.D_B", "losses.D_B")
          .expectTheSameEnd();
      if (poolSize > 0) {
        expectKept(golden, model.state(), kept);
      } else {
        assertThat(model.state()).isEmpty();
      }
    }
  }

  /** Of (steps, N, C, H, W). */
  private static Domain domain(long[] shape) {
    return new Domain((int) shape[2], (int) shape[3], (int) shape[4]);
  }

  private static void expectKept(Golden golden, Map<String, NDArray> state, int kept) {
    for (String pool : new String[] {"pool A", "pool B"}) {
      assertThat(state.get(pool + ".count").getFloat()).isEqualTo(kept);
    }
    var first = new NDList();
    for (int i = 0; i < golden.size("batch"); i++) {
      first.add(state.get("pool B." + i));
    }
    try (NDArray fakes = NDArrays.concat(first)) {
      golden.assertMatches("step0.fake_B", fakes);
    }
  }
}
