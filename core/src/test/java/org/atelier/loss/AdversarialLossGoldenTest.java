package org.atelier.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.BinaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The adversarial losses and their derivatives, as four repositories compute them. */
class AdversarialLossGoldenTest {
  private static final String FAMILY = "losses";
  private static final String SOURCE = "discogan/image_translation.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void non_saturating_is_what_basicsr_has(Golden golden) {
    checkBasicSr(golden, "vanilla", new NonSaturating());
    checkBasicSr(golden, "wgan_softplus", new NonSaturating());
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void least_squares_hinge_and_wasserstein_are_what_basicsr_has(Golden golden) {
    checkBasicSr(golden, "lsgan", new LeastSquares());
    checkBasicSr(golden, "hinge", new Hinge());
    checkBasicSr(golden, "wgan", new Wasserstein());
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void a_smoothed_least_square_is_the_distance_to_its_target(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray logits = golden.array("real_logits", scope);
      double expected = 0;
      float[] values = logits.toFloatArray();
      for (float value : values) {
        expected += (value - 0.8) * (value - 0.8) / values.length;
      }
      var smoothed = new LeastSquares(0.8);
      assertThat((double) smoothed.real(logits).getFloat()).isCloseTo(expected, within(1e-5));
      var plain = new LeastSquares();
      assertThat(smoothed.fake(logits).getFloat()).isEqualTo(plain.fake(logits).getFloat());
      assertThat(smoothed.generator(logits).getFloat())
          .isEqualTo(plain.generator(logits).getFloat());
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void half_the_discriminators_sum_is_what_cyclegan_has(Golden golden) {
    checkSum(golden, "cyclegan_vanilla", new NonSaturating(), 0.5, 1);
    checkSum(golden, "cyclegan_lsgan", new LeastSquares(), 0.5, 1);
    checkSum(golden, "cyclegan_wgangp", new Wasserstein(), 0.5, 1);
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void the_discriminators_sum_is_what_studiogan_has(Golden golden) {
    checkSum(golden, "studiogan_vanilla", new NonSaturating(), 1, 1);
    checkSum(golden, "studiogan_logistic", new NonSaturating(), 1, 1);
    checkSum(golden, "studiogan_hinge", new Hinge(), 1, 1);
    checkSum(golden, "studiogan_wasserstein", new Wasserstein(), 1, 1);
    // The paper's one half inside each square.
    checkSum(golden, "studiogan_ls", new LeastSquares(), 0.5, 0.5);
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void logits_give_what_probabilities_give(Golden golden) {
    var loss = new NonSaturating();
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray real = golden.array("real_logits", scope);
      NDArray fake = golden.array("fake_logits", scope);
      golden.assertMatches(
          "output.bce_probabilities_d", loss.real(real).add(loss.fake(fake)).getFloat());
      golden.assertMatches("output.bce_probabilities_g", loss.generator(fake).getFloat());
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void a_real_target_below_one_smooths_one_side(Golden golden) {
    String prefix = "output.one_sided_label_smoothing_";
    int found = 0;
    for (String tensor : golden.io().keySet()) {
      if (tensor.startsWith(prefix) && tensor.endsWith("_d")) {
        double target =
            Double.parseDouble(tensor.substring(prefix.length(), tensor.length() - "_d".length()));
        var loss = new NonSaturating(target);
        check(
            golden, tensor.substring("output.".length()), (r, f) -> loss.real(r).add(loss.fake(f)));
        checkBasicSrGenerator(golden, "vanilla", loss);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void should_refuse_a_target_that_is_no_probability() {
    assertThatThrownBy(() -> new NonSaturating(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("realTarget must be in (0, 1], but was 1.1");
    assertThatThrownBy(() -> new NonSaturating(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void checkBasicSr(Golden golden, String name, AdversarialLoss loss) {
    check(golden, "basicsr_" + name + "_d_real", (real, fake) -> loss.real(real));
    check(golden, "basicsr_" + name + "_d_fake", (real, fake) -> loss.fake(fake));
    checkBasicSrGenerator(golden, name, loss);
  }

  private static void checkBasicSrGenerator(Golden golden, String name, AdversarialLoss loss) {
    double weight = golden.number("loss_weight", "loss_weight ([\\d.]+)");
    check(golden, "basicsr_" + name + "_g", (real, fake) -> Scale.by(loss.generator(fake), weight));
  }

  private static void checkSum(
      Golden golden, String name, AdversarialLoss loss, double weight, double generatorWeight) {
    check(
        golden,
        name + "_d",
        (real, fake) -> Scale.by(loss.real(real).add(loss.fake(fake)), weight));
    check(golden, name + "_g", (real, fake) -> Scale.by(loss.generator(fake), generatorWeight));
  }

  /** Compares the value, and the derivative by each kind of logits that the reference has. */
  private static void check(Golden golden, String name, BinaryOperator<NDArray> loss) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray real = golden.array("real_logits", scope);
      NDArray fake = golden.array("fake_logits", scope);
      real.setRequiresGradient(true);
      fake.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> loss.apply(real, fake));
      golden.assertMatches("output." + name, value);
      NDList gradients = Gradients.of(value, List.of(real, fake));
      int compared = 0;
      for (int i = 0; i < 2; i++) {
        String tensor = "grad." + (i == 0 ? "real" : "fake") + "_of_" + name;
        if (golden.io().containsKey(tensor)) {
          golden.assertMatches(tensor, gradients.get(i));
          compared++;
        }
      }
      assertThat(compared).as("derivatives of " + name).isPositive();
    }
  }
}
