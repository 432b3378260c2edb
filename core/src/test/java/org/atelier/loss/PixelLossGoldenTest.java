package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.params.ParameterizedTest;

/** Total variation as the reference computes it. */
class PixelLossGoldenTest {
  @ParameterizedTest
  @GoldenCases(family = "style", source = "basicsr/losses/basic_loss.py")
  void total_variation_is_basicsrs_mean(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray image = golden.array("image", scope);
      image.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> TotalVariation.of(image));
      golden.assertMatches("output.tv_basicsr_mean", value);
      golden.assertMatches(
          "grad.image_of_tv_basicsr_mean", Gradients.of(value, List.of(image)).get(0));
    }
  }
}
