package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.testing.Golden;
import org.junit.jupiter.api.Test;

/** Total variation and KL divergence as the references compute them. */
class PixelLossGoldenTest {
  @Test
  void total_variation_is_basicsrs_mean() {
    Golden golden = Golden.load("style/gram_tv_normalize");
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray image = golden.array("image", scope);
      image.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> TotalVariation.of(image));
      golden.assertMatches("output.tv_basicsr_mean", value);
      golden.assertMatches(
          "grad.image_of_tv_basicsr_mean", Gradients.of(value, List.of(image)).get(0));
    }
  }

  @Test
  void divergence_times_the_batch_size_is_that_of_pytorch_examples() {
    Golden golden = Golden.load("vae/mnist_mlp");
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray mean = golden.array("output.mu", scope);
      NDArray logVariance = golden.array("output.logvar", scope);
      golden.assertMatches(
          "output.kld_sum",
          KlDivergence.toStandardNormal(mean, logVariance).mul(mean.getShape().get(0)));
    }
  }
}
