package org.atelier.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;
import org.atelier.engine.Scale;
import org.atelier.model.network.Discriminator;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.GoldenWeights;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The penalties and their derivatives by the critic's parameters, as five repositories compute them
 * on three critics: layers, convolutions, and patches with instance norm.
 */
class GradientPenaltyGoldenTest {
  private static final String FAMILY = "losses";
  private static final String SOURCE = "implementations/dragan/dragan.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void wgan_gp_matches_the_references(Golden golden) {
    for (String project : List.of("pytorch_gan", "stargan", "studiogan", "cyclegan")) {
      each(golden, "wgan_gp_" + project, critic -> penalty(golden, critic));
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void r1_matches_the_references(Golden golden) {
    each(
        golden,
        "r1_basicsr",
        critic -> R1Penalty.of(critic::forward, array(golden, critic, "real")));
    each(
        golden,
        "r1_studiogan_half",
        critic -> Scale.by(R1Penalty.of(critic::forward, array(golden, critic, "real")), 0.5));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void dragan_matches_the_reference(Golden golden) {
    each(
        golden,
        "dragan_studiogan",
        critic ->
            DraganPenalty.of(
                critic::forward,
                array(golden, critic, "real"),
                array(golden, critic, "dragan_noise"),
                array(golden, critic, "dragan_alpha")));
  }

  /** The run's precision must not matter: the reference's numbers hold in both. */
  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_be_exact_in_any_precision(Golden golden) {
    for (Precision precision : Precision.values()) {
      each(
          golden,
          "wgan_gp_stargan",
          critic -> {
            return ExecutionContext.current()
                .withPrecision(precision)
                .run(
                    () -> {
                      NDArray penalty = penalty(golden, critic);
                      assertThat(ExecutionContext.current().precision()).isEqualTo(precision);
                      return penalty;
                    });
          });
    }
  }

  private static NDArray penalty(Golden golden, Discriminator critic) {
    return GradientPenalty.of(
        critic::forward,
        array(golden, critic, "real"),
        array(golden, critic, "fake"),
        array(golden, critic, "alpha"));
  }

  private static NDArray array(Golden golden, Discriminator critic, String tensor) {
    NDManager owner = critic.parameters().values().iterator().next().getManager();
    return golden.array(tensor, owner);
  }

  /** On every critic that the case has the penalty for; the name may end with its weight. */
  private static void each(
      Golden golden, String penalty, Function<Discriminator, NDArray> computed) {
    Pattern named = Pattern.compile("output\\." + penalty + "_(mlp|conv|patch)(?:_lambda(\\d+))?");
    int found = 0;
    for (String tensor : golden.io().keySet()) {
      Matcher matcher = named.matcher(tensor);
      if (matcher.matches()) {
        String weight = matcher.group(2);
        check(
            golden,
            tensor.substring("output.".length()),
            matcher.group(1),
            weight == null
                ? computed
                : critic -> Scale.by(computed.apply(critic), Double.parseDouble(weight)));
        found++;
      }
    }
    assertThat(found).as(penalty).isPositive();
  }

  private static void check(
      Golden golden, String name, String net, Function<Discriminator, NDArray> penalty) {
    Shape picture = golden.tensor("real").shape().slice(1);
    try (var critic = new Discriminator(picture, layers(golden, net), Adam.of(1e-4, 0))) {
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

  private static Layer layers(Golden golden, String net) {
    return switch (net) {
      case "mlp" ->
          named(
              "flat",
              Flatten.of(),
              "model",
              Sequential.of(
                  Linear.of(golden.size("w1")),
                  Activation.leakyRelu(0.2),
                  Linear.of(golden.size("w2")),
                  Activation.leakyRelu(0.2),
                  Linear.of(1)));
      case "conv" -> {
        var main = new ArrayList<Layer>();
        for (int i = 0; golden.weights().containsKey("conv.main." + 2 * i + ".weight"); i++) {
          main.add(halving(golden.size("cd") << i));
          main.add(Activation.leakyRelu(0.01));
        }
        yield named(
            "main",
            Sequential.of(main.toArray(Layer[]::new)),
            "conv1",
            Conv2d.of(1, 3).withPadding(1).withoutBias());
      }
      default -> {
        int filters = golden.size("ndf");
        yield Sequential.of(
            Map.of(
                "model",
                Sequential.of(
                    halving(filters),
                    Activation.leakyRelu(0.2),
                    halving(2 * filters),
                    InstanceNorm2d.of(),
                    Activation.leakyRelu(0.2),
                    Conv2d.of(4 * filters, 4).withPadding(1),
                    InstanceNorm2d.of(),
                    Activation.leakyRelu(0.2),
                    Conv2d.of(1, 4).withPadding(1))));
      }
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
