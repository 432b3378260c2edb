package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.loss.NonSaturating;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.GoldenWeights;
import org.junit.jupiter.params.ParameterizedTest;

/** The steps of PyTorch-GAN's first model: losses, weights, statistics, and Adam's moments. */
class GanTrajectoryGoldenTest {
  private final NonSaturating loss = new NonSaturating();

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "implementations/gan/gan.py")
  void steps_of_adam_follow_the_reference(Golden golden) {
    int steps = golden.size("steps");
    Shape picture = golden.tensor("real").shape().slice(2);
    int latent = (int) golden.tensor("z").shape().get(2);
    Adam adam = Adam.of(golden.learningRate(), golden.number("beta1", "betas \\(([\\d.]+),"));
    try (var generator = new Generator(latent, generator(golden, picture), adam);
        var discriminator = new Discriminator(picture, discriminator(golden), adam)) {
      prepare(golden, generator);
      prepare(golden, discriminator);
      var generatorLoss = new float[steps];
      var discriminatorLoss = new float[steps];
      for (int n = 0; n < steps; n++) {
        try (NDManager scope = NDManager.newBaseManager()) {
          NDArray real = golden.array("real", scope).get(n);
          NDArray z = golden.array("z", scope).get(n);
          NDArray fake = Gradients.recording(() -> generator.forward(z));
          if (n == 0) {
            golden.assertMatches("step0.gen_imgs", fake);
          }
          NDArray g = Gradients.recording(() -> loss.generator(discriminator.forward(fake)));
          learn(generator, g, n);
          NDArray d =
              Gradients.recording(
                  () ->
                      Scale.by(
                          loss.real(discriminator.forward(real))
                              .add(loss.fake(discriminator.forward(fake.stopGradient()))),
                          0.5));
          learn(discriminator, d, n);
          generatorLoss[n] = g.getFloat();
          discriminatorLoss[n] = d.getFloat();
        }
      }
      golden.assertMatches("losses.g_loss", generatorLoss);
      golden.assertMatches("losses.d_loss", discriminatorLoss);
      check(golden, generator);
      check(golden, discriminator);
    }
  }

  private static void prepare(Golden golden, Network network) {
    network.initialize(0, Device.cpu());
    GoldenWeights.load(network, golden.stateDict("init_" + network.name()));
  }

  private static void learn(Network network, NDArray loss, int step) {
    var parameters = new ArrayList<>(network.parameters().values());
    network.learn(Gradients.of(loss, parameters), step);
  }

  private static void check(Golden golden, Network network) {
    String name = network.name();
    golden.assertFinalWeightsMatch(
        name, GoldenWeights.of(network, golden.stateDict("final_" + name)));
    Map<String, NDArray> memory = network.optimizerState().named();
    List<String> expected =
        golden.optim().keySet().stream().filter(key -> key.startsWith(name + ".")).toList();
    assertThat(memory).hasSize(expected.size());
    for (String key : expected) {
      golden.assertMatches("optim/" + key, memory.get(key.substring(name.length() + 1)));
    }
  }

  private static Layer generator(Golden golden, Shape picture) {
    List<Integer> widths = widths(golden, "init_generator");
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < widths.size() - 1; i++) {
      layers.add(Linear.of(widths.get(i)));
      if (i > 0) {
        // The reference's BatchNorm1d(n, 0.8) sets epsilon.
        layers.add(BatchNorm2d.of().withEpsilon(0.8));
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Linear.of(widths.get(widths.size() - 1)));
    layers.add(Activation.tanh());
    return named(
        "model",
        Sequential.of(layers.toArray(Layer[]::new)),
        "picture",
        Reshape.to(picture.getShape()));
  }

  private static Layer discriminator(Golden golden) {
    List<Integer> widths = widths(golden, "init_discriminator");
    var layers = new ArrayList<Layer>();
    for (int width : widths.subList(0, widths.size() - 1)) {
      layers.add(Linear.of(width));
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Linear.of(1));
    return named("flat", Flatten.of(), "model", Sequential.of(layers.toArray(Layer[]::new)));
  }

  /** The units of every layer. */
  private static List<Integer> widths(Golden golden, String network) {
    return golden.stateDict(network).values().stream()
        .filter(weight -> weight.shape().dimension() == 2)
        .map(weight -> (int) weight.shape().get(0))
        .toList();
  }

  private static Layer named(String first, Layer one, String second, Layer two) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put(first, one);
    layers.put(second, two);
    return Sequential.of(layers);
  }
}
