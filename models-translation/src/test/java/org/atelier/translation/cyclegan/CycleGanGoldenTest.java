package org.atelier.translation.cyclegan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;
import org.atelier.data.UnpairedImages;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.Domains;
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
    double cycle = golden.number("lambda_A", "([\\d.]+)\\*\\|rec_A-A\\|");
    var options =
        CycleGanOptions.defaults()
            .withNetworks(
                GoldenNets.resnet(golden, "init_G_A"),
                GoldenNets.patchDiscriminator(golden, "init_D_A"))
            .withDomains(new Domains((int) a[2], (int) b[2], (int) a[3], (int) a[4]))
            .withWeights(cycle, golden.constructor().get("lambda_identity").getAsDouble())
            .withLearningRate(golden.learningRate())
            .withPoolSize(poolSize);
    try (var model = new CycleGan(options)) {
      double identity = options.cycleWeight() * options.identityWeight();
      new Trajectory<>(golden, model)
          .run(
              inputs -> new UnpairedImages(inputs.of("real_A"), inputs.of("real_B")),
              (step, inputs) -> {})
          .expect("generators", "losses.G")
          .expect("generators.adversarial B", "losses.G_A")
          .expect("generators.adversarial A", "losses.G_B")
          .expect("generators.cycle A", cycle, "losses.cycle_A")
          .expect("generators.cycle B", cycle, "losses.cycle_B")
          .expect("generators.identity B", identity, "losses.idt_A")
          .expect("generators.identity A", identity, "losses.idt_B")
          .expect("discriminators.real B", "discriminators.fake B", 0.5, "losses.D_A")
          .expect("discriminators.real A", "discriminators.fake A", 0.5, "losses.D_B")
          .expectTheSameEnd();
      if (poolSize > 0) {
        expectKept(golden, model.state(), kept);
      } else {
        assertThat(model.state()).isEmpty();
      }
    }
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
