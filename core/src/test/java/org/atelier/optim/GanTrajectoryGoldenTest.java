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
import org.atelier.loss.NonSaturating;
import org.atelier.model.Discriminator;
import org.atelier.model.Generator;
import org.atelier.model.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenWeights;
import org.junit.jupiter.api.Test;

/** Three steps of PyTorch-GAN's first model: losses, weights, statistics, and Adam's moments. */
class GanTrajectoryGoldenTest {
  private static final int STEPS = 3;

  private final Golden golden = Golden.load("trajectories/gan_mlp");
  private final NonSaturating loss = new NonSaturating();

  @Test
  void three_steps_of_adam_follow_the_reference() {
    Adam adam = Adam.of(2e-4, 0.5);
    try (var generator = new Generator(10, generator(), adam);
        var discriminator = new Discriminator(new Shape(1, 16, 16), discriminator(), adam)) {
      prepare(generator);
      prepare(discriminator);
      var generatorLoss = new float[STEPS];
      var discriminatorLoss = new float[STEPS];
      for (int n = 0; n < STEPS; n++) {
        try (NDManager scope = NDManager.newBaseManager()) {
          NDArray real = golden.array("real", scope).get(n);
          NDArray z = golden.array("z", scope).get(n);
          NDArray fake = Gradients.recording(() -> generator.forward(z));
          if (n == 0) {
            golden.assertMatches("step0.gen_imgs", fake);
          }
          NDArray g = Gradients.recording(() -> loss.generator(discriminator.forward(fake)));
          learn(generator, g, scope, n);
          NDArray d =
              Gradients.recording(
                  () ->
                      loss.real(discriminator.forward(real))
                          .add(loss.fake(discriminator.forward(fake.stopGradient())))
                          .div(2));
          learn(discriminator, d, scope, n);
          generatorLoss[n] = g.getFloat();
          discriminatorLoss[n] = d.getFloat();
        }
      }
      golden.assertMatches("losses.g_loss", generatorLoss);
      golden.assertMatches("losses.d_loss", discriminatorLoss);
      check(generator);
      check(discriminator);
    }
  }

  private void prepare(Network network) {
    network.initialize(0, Device.cpu());
    GoldenWeights.load(network, golden.stateDict("init_" + network.name()));
  }

  private static void learn(Network network, NDArray loss, NDManager scope, int step) {
    var parameters = new ArrayList<>(network.parameters().values());
    network.learn(Gradients.of(loss, parameters), step);
  }

  private void check(Network network) {
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

  private static Layer generator() {
    return named(
        "model",
        Sequential.of(
            Linear.of(12),
            Activation.leakyRelu(0.2),
            Linear.of(16),
            // The reference's BatchNorm1d(n, 0.8) sets epsilon.
            BatchNorm2d.of().withEpsilon(0.8),
            Activation.leakyRelu(0.2),
            Linear.of(20),
            BatchNorm2d.of().withEpsilon(0.8),
            Activation.leakyRelu(0.2),
            Linear.of(24),
            BatchNorm2d.of().withEpsilon(0.8),
            Activation.leakyRelu(0.2),
            Linear.of(256),
            Activation.tanh()),
        "picture",
        Reshape.to(1, 16, 16));
  }

  private static Layer discriminator() {
    return named(
        "flat",
        Flatten.of(),
        "model",
        Sequential.of(
            Linear.of(20),
            Activation.leakyRelu(0.2),
            Linear.of(16),
            Activation.leakyRelu(0.2),
            Linear.of(1)));
  }

  private static Layer named(String first, Layer one, String second, Layer two) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put(first, one);
    layers.put(second, two);
    return Sequential.of(layers);
  }
}
