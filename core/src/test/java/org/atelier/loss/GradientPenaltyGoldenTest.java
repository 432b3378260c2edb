package org.atelier.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;
import org.atelier.model.Discriminator;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The penalties and their derivatives by the critic's parameters, as five repositories compute them
 * on three critics: layers, convolutions, and patches with instance norm.
 */
class GradientPenaltyGoldenTest {
  private final Golden golden = Golden.load("losses/gradient_penalties");

  @ParameterizedTest
  @CsvSource({
    "wgan_gp_pytorch_gan_mlp, mlp, 1",
    "wgan_gp_stargan_conv, conv, 1",
    "wgan_gp_studiogan_conv, conv, 1",
    "wgan_gp_cyclegan_patch_lambda10, patch, 10"
  })
  void wgan_gp_is_the_references(String name, String net, float weight) {
    check(name, net, critic -> penalty(critic).mul(weight));
  }

  @ParameterizedTest
  @CsvSource({
    "r1_basicsr_conv, conv, 1",
    "r1_basicsr_patch, patch, 1",
    "r1_studiogan_half_conv, conv, 0.5"
  })
  void r1_is_the_references(String name, String net, float weight) {
    check(name, net, critic -> R1Penalty.of(critic::forward, array(critic, "real")).mul(weight));
  }

  @Test
  void dragan_is_the_references() {
    check(
        "dragan_studiogan_conv",
        "conv",
        critic ->
            DraganPenalty.of(
                critic::forward,
                array(critic, "real"),
                array(critic, "dragan_noise"),
                array(critic, "dragan_alpha")));
  }

  /** The run's precision must not matter: the reference's numbers hold in both. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void should_be_exact_in_any_precision(Precision precision) {
    check(
        "wgan_gp_stargan_conv",
        "conv",
        critic -> {
          return ExecutionContext.current()
              .withPrecision(precision)
              .run(
                  () -> {
                    NDArray penalty = penalty(critic);
                    assertThat(ExecutionContext.current().precision()).isEqualTo(precision);
                    return penalty;
                  });
        });
  }

  private NDArray penalty(Discriminator critic) {
    return GradientPenalty.of(
        critic::forward, array(critic, "real"), array(critic, "fake"), array(critic, "alpha"));
  }

  private NDArray array(Discriminator critic, String tensor) {
    NDManager owner = critic.parameters().values().iterator().next().getManager();
    return golden.array(tensor, owner);
  }

  private void check(String name, String net, Function<Discriminator, NDArray> penalty) {
    try (var critic = new Discriminator(new Shape(3, 16, 16), layers(net), Adam.of(1e-4, 0))) {
      critic.initialize(0, NDManager.newBaseManager().getDevice());
      GoldenWeights.load(critic, golden.weights(), net + ".");
      NDArray value = Gradients.recording(() -> penalty.apply(critic));
      golden.assertMatches("output." + name, value);
      Map<String, NDArray> parameters = critic.parameters();
      NDList gradients = Gradients.of(value, new ArrayList<>(parameters.values()));
      int index = 0;
      for (String parameter : parameters.keySet()) {
        NDArray gradient = gradients.get(index++);
        String tensor = "grad." + name + "." + net + "." + parameter;
        if (golden.io().containsKey(tensor)) {
          NDArray found = gradient.isEmpty() ? parameters.get(parameter).zerosLike() : gradient;
          golden.assertMatches(tensor, found);
        } else {
          // The last bias moves no derivative by the input.
          assertThat(gradient.isEmpty()).as(tensor).isTrue();
        }
      }
    }
  }

  private static Layer layers(String net) {
    return switch (net) {
      case "mlp" ->
          named(
              "flat",
              Flatten.of(),
              "model",
              Sequential.of(
                  Linear.of(24),
                  Activation.leakyRelu(0.2),
                  Linear.of(12),
                  Activation.leakyRelu(0.2),
                  Linear.of(1)));
      case "conv" ->
          named(
              "main",
              Sequential.of(
                  halving(4),
                  Activation.leakyRelu(0.01),
                  halving(8),
                  Activation.leakyRelu(0.01),
                  halving(16),
                  Activation.leakyRelu(0.01)),
              "conv1",
              Conv2d.of(1, 3).withPadding(1).withoutBias());
      default ->
          Sequential.of(
              Map.of(
                  "model",
                  Sequential.of(
                      halving(4),
                      Activation.leakyRelu(0.2),
                      halving(8),
                      InstanceNorm2d.of(),
                      Activation.leakyRelu(0.2),
                      Conv2d.of(16, 4).withPadding(1),
                      InstanceNorm2d.of(),
                      Activation.leakyRelu(0.2),
                      Conv2d.of(1, 4).withPadding(1))));
    };
  }

  private static Layer halving(int filters) {
    return Conv2d.of(filters, 4).withStride(2).withPadding(1);
  }

  private static Layer named(String first, Layer one, String second, Layer two) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put(first, one);
    layers.put(second, two);
    return Sequential.of(layers);
  }
}
