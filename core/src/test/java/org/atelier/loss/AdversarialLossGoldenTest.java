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
import org.atelier.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adversarial losses and their derivatives, as four repositories compute them. */
class AdversarialLossGoldenTest {
  private final Golden golden = Golden.load("losses/gan_values");

  @ParameterizedTest
  @ValueSource(strings = {"vanilla", "wgan_softplus"})
  void non_saturating_is_what_basicsr_has(String name) {
    checkBasicSr(name, new NonSaturating());
  }

  @Test
  void least_squares_hinge_and_wasserstein_are_what_basicsr_has() {
    checkBasicSr("lsgan", new LeastSquares());
    checkBasicSr("hinge", new Hinge());
    checkBasicSr("wgan", new Wasserstein());
  }

  @Test
  void a_smoothed_least_square_is_the_distance_to_its_target() {
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

  @Test
  void half_the_discriminators_sum_is_what_cyclegan_has() {
    checkSum("cyclegan_vanilla", new NonSaturating(), 0.5f, 1);
    checkSum("cyclegan_lsgan", new LeastSquares(), 0.5f, 1);
    checkSum("cyclegan_wgangp", new Wasserstein(), 0.5f, 1);
  }

  @Test
  void the_discriminators_sum_is_what_studiogan_has() {
    checkSum("studiogan_vanilla", new NonSaturating(), 1, 1);
    checkSum("studiogan_logistic", new NonSaturating(), 1, 1);
    checkSum("studiogan_hinge", new Hinge(), 1, 1);
    checkSum("studiogan_wasserstein", new Wasserstein(), 1, 1);
    // The paper's one half inside each square.
    checkSum("studiogan_ls", new LeastSquares(), 0.5f, 0.5f);
  }

  @Test
  void logits_give_what_probabilities_give() {
    var loss = new NonSaturating();
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray real = golden.array("real_logits", scope);
      NDArray fake = golden.array("fake_logits", scope);
      golden.assertMatches(
          "output.bce_probabilities_d", loss.real(real).add(loss.fake(fake)).getFloat());
      golden.assertMatches("output.bce_probabilities_g", loss.generator(fake).getFloat());
    }
  }

  @Test
  void a_real_target_below_one_smooths_one_side() {
    var loss = new NonSaturating(0.9);
    check("one_sided_label_smoothing_0.9_d", (r, f) -> loss.real(r).add(loss.fake(f)));
    checkBasicSrGenerator("vanilla", loss);
  }

  @Test
  void should_refuse_a_target_that_is_no_probability() {
    assertThatThrownBy(() -> new NonSaturating(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("realTarget must be in (0, 1], but was 1.1");
    assertThatThrownBy(() -> new NonSaturating(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private void checkBasicSr(String name, AdversarialLoss loss) {
    check("basicsr_" + name + "_d_real", (real, fake) -> loss.real(real));
    check("basicsr_" + name + "_d_fake", (real, fake) -> loss.fake(fake));
    checkBasicSrGenerator(name, loss);
  }

  private void checkBasicSrGenerator(String name, AdversarialLoss loss) {
    check("basicsr_" + name + "_g", (real, fake) -> loss.generator(fake).mul(0.1f));
  }

  private void checkSum(String name, AdversarialLoss loss, float weight, float generatorWeight) {
    check(name + "_d", (real, fake) -> loss.real(real).add(loss.fake(fake)).mul(weight));
    check(name + "_g", (real, fake) -> loss.generator(fake).mul(generatorWeight));
  }

  /** Compares the value, and the derivative by each kind of logits that the reference has. */
  private void check(String name, BinaryOperator<NDArray> loss) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray real = golden.array("real_logits", scope);
      NDArray fake = golden.array("fake_logits", scope);
      real.setRequiresGradient(true);
      fake.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> loss.apply(real, fake));
      golden.assertMatches("output." + name, value);
      NDList gradients = Gradients.of(value, List.of(real, fake));
      checkGradient("grad.real_of_" + name, gradients.get(0));
      checkGradient("grad.fake_of_" + name, gradients.get(1));
    }
  }

  private void checkGradient(String tensor, NDArray gradient) {
    if (golden.io().containsKey(tensor)) {
      golden.assertMatches(tensor, gradient);
    }
  }
}
