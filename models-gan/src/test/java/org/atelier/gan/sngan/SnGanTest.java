package org.atelier.gan.sngan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnGanTest {
  private static final SnGanOptions SMALL =
      SnGanOptions.defaults()
          .withPicture(PictureShape.grey(8))
          .withNetworks(ResidualNetworks.of(4, 5).withLatentSize(6));

  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        SMALL
            .withPicture(new PictureShape(3, 12, 20))
            .withStabilisation(Stabilisation.none().withR1(Penalty.of(5)).withAverageDecay(0.9));
    TinyTraining.images(new SnGan(options), folder, SnGan::load);
  }

  @Test
  void the_networks_are_those_of_the_paper() {
    var options = SnGanOptions.defaults().withNetworks(ResidualNetworks.of(6, 4));
    try (var gan = new SnGan(options)) {
      gan.initialize(0);
      Map<String, NDArray> generator = gan.generator().parameters();
      assertThat(generator.get("seed.weight").getShape()).isEqualTo(new Shape(6 * 4 * 4, 128));
      assertThat(generator).containsKeys("up2.block.6.weight", "up2.shortcut.1.weight");
      assertThat(generator.get("picture.weight").getShape()).isEqualTo(new Shape(3, 6, 3, 3));
      // Ten 3×3 and 1×1 convolutions and the last linear layer, each with its u and v.
      assertThat(gan.discriminator().buffers()).hasSize(2 * 11);
      assertThat(gan.discriminator().parameters())
          .allSatisfy((name, p) -> assertThat(name).matches(".*(weight_orig|bias)"));
    }
  }

  @Test
  void attention_is_in_both_networks_where_it_is_asked_for() {
    var options =
        SnGanOptions.defaults().withNetworks(ResidualNetworks.of(16, 8).withAttention(16));
    try (var gan = new SnGan(options)) {
      gan.initialize(0);
      assertThat(names(gan.generator())).containsSubsequence("up1", "attention", "up2");
      assertThat(names(gan.discriminator())).containsSubsequence("first", "attention", "down0");
      assertThat(gan.generator().parameters().get("attention.f.weight").getShape())
          .isEqualTo(new Shape(2, 16, 1, 1));
      assertThat(gan.discriminator().parameters().get("attention.h.weight_orig").getShape())
          .isEqualTo(new Shape(4, 8, 1, 1));
      assertThat(gan.generator().parameters().get("attention.gamma").toFloatArray())
          .containsExactly(0);
    }
    assertThatThrownBy(() -> options.withNetworks(options.networks().withAttention(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attention must be 0 or a side of feature maps that both networks have, one of [16, 8]"
                + " for pictures of 32×32, but was 4");
    assertThatThrownBy(() -> options.networks().withAttention(-1))
        .hasMessage("attention must be at least 0, but was -1");
  }

  /** Of the layers, in order. */
  private static List<String> names(Network network) {
    return network.parameters().keySet().stream()
        .map(name -> name.substring(0, name.indexOf('.')))
        .distinct()
        .toList();
  }

  @Test
  void the_objectives_are_the_hinge_loss_of_the_scores() {
    // A twin of the same seed scores in the same order, so that its spectral norms are the same.
    try (var gan = new SnGan(SMALL);
        var twin = new SnGan(SMALL);
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(1);
      twin.initialize(1);
      NDArray real = noise(scope);
      var step = new Step<>(0, new Images(real), scope, CounterRandom.of(5));
      NDArray fake = twin.generator().forward(gan.latents(step));
      float[] onReal = scores(twin, real);
      float[] onFake = scores(twin, fake);
      float[] later = scores(twin, fake);
      Map<String, NDArray> critic = objective(gan, step, 0).metrics();

      assertThat(critic.get("real").getFloat())
          .isCloseTo(mean(onReal, s -> Math.max(0, 1 - s)), within(1e-5f));
      assertThat(critic.get("fake").getFloat())
          .isCloseTo(mean(onFake, s -> Math.max(0, 1 + s)), within(1e-5f));
      assertThat(objective(gan, step, 1).total().getFloat())
          .isCloseTo(mean(later, s -> -s), within(1e-5f));
    }
  }

  @Test
  void no_layer_of_the_discriminator_stretches_a_difference() {
    try (var gan = new SnGan(SMALL);
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(2);
      NDArray pictures = noise(scope);
      // Each forward in training mode is one step of power iteration.
      for (int i = 0; i < 80; i++) {
        gan.discriminator().forward(pictures).close();
      }
      Map<String, NDArray> buffers = gan.discriminator().buffers();
      gan.discriminator()
          .parameters()
          .forEach(
              (name, weight) -> {
                if (name.endsWith("weight_orig")) {
                  String layer = name.substring(0, name.length() - "orig".length());
                  NDArray matrix = weight.reshape(weight.getShape().get(0), -1);
                  NDArray u = buffers.get(layer + "u");
                  NDArray v = buffers.get(layer + "v");
                  double sigma =
                      u.reshape(1, -1).matMul(matrix.matMul(v.reshape(-1, 1))).getFloat();
                  assertThat(sigma).as(name).isCloseTo(largestSingularValue(matrix), within(1e-2));
                }
              });
    }
  }

  @Test
  void the_generator_learns_in_every_fifth_step_only() {
    try (var gan = new SnGan(SMALL)) {
      List<Phase<Images>> phases = gan.phases();
      assertThat(phases.get(0).active().test(3)).isTrue();
      assertThat(phases.get(1).active().test(3)).isFalse();
      assertThat(phases.get(1).active().test(5)).isTrue();
    }
  }

  private static Objective objective(SnGan gan, Step<Images> step, int phase) {
    return Gradients.recording(() -> gan.phases().get(phase).objective(step));
  }

  private static NDArray noise(NDManager manager) {
    return manager.create(CounterRandom.of(3).gaussians(3 * 64), new Shape(3, 1, 8, 8));
  }

  private static float[] scores(SnGan gan, NDArray pictures) {
    NDArray scores = gan.discriminator().forward(pictures);
    assertThat(scores.getShape()).isEqualTo(new Shape(3, 1));
    return scores.toFloatArray();
  }

  private static float mean(float[] scores, java.util.function.DoubleUnaryOperator loss) {
    double sum = 0;
    for (float score : scores) {
      sum += loss.applyAsDouble(score);
    }
    return (float) (sum / scores.length);
  }

  /** The square root of the largest eigenvalue of MMᵀ, by many multiplications in Java. */
  private static double largestSingularValue(NDArray matrix) {
    int rows = (int) matrix.getShape().get(0);
    int columns = (int) matrix.getShape().get(1);
    float[] m = matrix.toFloatArray();
    var v = new double[columns];
    for (int j = 0; j < columns; j++) {
      v[j] = CounterRandom.of(9, j).nextGaussian();
    }
    double norm = 0;
    for (int round = 0; round < 5000; round++) {
      var product = new double[columns];
      for (int i = 0; i < rows; i++) {
        double dot = 0;
        for (int j = 0; j < columns; j++) {
          dot += m[i * columns + j] * v[j];
        }
        for (int j = 0; j < columns; j++) {
          product[j] += m[i * columns + j] * dot;
        }
      }
      double square = 0;
      for (double value : product) {
        square += value * value;
      }
      norm = Math.sqrt(square);
      for (int j = 0; j < columns; j++) {
        v[j] = product[j] / norm;
      }
    }
    return Math.sqrt(norm);
  }
}
