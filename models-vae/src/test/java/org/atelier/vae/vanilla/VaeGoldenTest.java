package org.atelier.vae.vanilla;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.image.PictureShape;
import org.atelier.model.Phase;
import org.atelier.model.network.Gaussian;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.GoldenWeights;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;

/** pytorch/examples' vae, number by number; its objective is the sum over the batch of ours. */
class VaeGoldenTest {
  private static final String SCRIPT = "vae/main.py";

  /** Of the case's sizes, for pictures (…, C, H, W), with these weights. */
  private static Vae vae(Golden golden, Shape pictures, String weights, double learningRate) {
    Shape picture = pictures.slice(pictures.dimension() - 3);
    var shape = new PictureShape((int) picture.get(0), (int) picture.get(1), (int) picture.get(2));
    var vae =
        new Vae(
            VaeOptions.defaults()
                .withAutoencoder(
                    AutoencoderOptions.defaults()
                        .withArchitecture(
                            AutoencoderArchitecture.perceptrons(shape, golden.size("hidden")))
                        .withLatentSize(golden.size("latent"))
                        .withOptimizer(Adam.of(learningRate, 0.9))));
    vae.setDevice(Device.cpu());
    vae.initialize(0);
    vae.networks().forEach(network -> GoldenWeights.load(network, golden.stateDict(weights)));
    return vae;
  }

  /** From [0, 1] to [-1, 1]. */
  private static Images batch(NDArray bright) {
    return new Images(bright.mul(2).sub(1));
  }

  @ParameterizedTest
  @GoldenCases(family = "vae", source = SCRIPT)
  void a_forward_and_its_gradients_are_the_references(Golden golden) {
    Shape shape = golden.tensor("x").shape();
    double batch = shape.get(0);
    double anyRate = AutoencoderOptions.defaults().optimizer().learningRate();
    try (Vae vae = vae(golden, shape, "weights", anyRate);
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      Images images = batch(golden.array("x", scope));
      Gaussian posterior = vae.encode(images.images(), new NDList());
      golden.assertMatches("output.mu", posterior.mu());
      golden.assertMatches("output.logvar", posterior.logVar());
      NDArray z = posterior.sample(golden.array("eps", scope));
      golden.assertMatches("output.z", z);
      NDArray mean = vae.decode(z, new NDList());
      golden.assertMatches("output.reconstruction", mean.add(1).div(2).reshape(shape.get(0), -1));
      golden.assertMatches(
          "output.bce_sum",
          vae.likelihood()
              .logDensity(images.images(), vae.likelihoodParameters(z, new NDList()))
              .sum()
              .neg());
      golden.assertMatches("output.kld_sum", posterior.klToStandard().sum());

      var step = new Step<ExampleBatch>(0, images, scope, CounterRandom.of(0));
      vae.noise(step, golden.array("eps", scope));
      NDArray loss = Gradients.recording(() -> Scale.by(vae.objective(step).total(), batch));
      golden.assertMatches("output.loss", loss);
      var names = new ArrayList<String>();
      var parameters = new ArrayList<NDArray>();
      for (Network network : vae.networks()) {
        names.addAll(network.parameters().keySet());
        parameters.addAll(network.parameters().values());
      }
      NDList gradients = Gradients.of(loss, parameters);
      for (int i = 0; i < names.size(); i++) {
        golden.assertMatches("grad.param." + names.get(i), gradients.get(i));
      }
    }
  }

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = SCRIPT)
  void training_steps_follow_the_reference(Golden golden) {
    Shape shape = golden.tensor("real").shape();
    int steps = golden.size("steps");
    double batch = shape.get(1);
    try (Vae vae = vae(golden, shape, "init_model", golden.learningRate())) {
      var losses = new LinkedHashMap<String, float[]>();
      for (String name : List.of("loss", "reconstruction", "kl")) {
        losses.put(name, new float[steps]);
      }
      Phase<ExampleBatch> summed =
          Phase.of("vae", step -> summed(vae.objective(step), batch), vae.encoder(), vae.decoder());
      for (int n = 0; n < steps; n++) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
          Images images = batch(golden.array("real", scope).get(n));
          var step = new Step<ExampleBatch>(n, images, scope, CounterRandom.of(0));
          vae.noise(step, golden.array("eps", scope).get(n));
          Objective objective = summed.learn(step);
          Map<String, NDArray> means = objective.metrics();
          losses.get("loss")[n] = objective.total().getFloat();
          losses.get("reconstruction")[n] = (float) batch * means.get("reconstruction").getFloat();
          losses.get("kl")[n] = (float) batch * means.get("kl").getFloat();
        }
      }
      golden.assertMatches("losses.loss", losses.get("loss"));
      golden.assertMatches("losses.bce_sum", losses.get("reconstruction"));
      golden.assertMatches("losses.kld_sum", losses.get("kl"));
      for (Network network : vae.networks()) {
        Map<String, HostTensor> reference = golden.stateDict("final_model");
        for (var entry : GoldenWeights.of(network, reference).entrySet()) {
          golden.assertMatches("final/model/" + entry.getKey(), entry.getValue());
        }
        Map<String, NDArray> memory = network.optimizerState().named();
        for (String parameter : network.parameters().keySet()) {
          for (String slot : network.optimizerState().optimizer().slots()) {
            String key = parameter + "." + slot;
            golden.assertMatches("optim/model." + key, memory.get(key));
          }
        }
      }
    }
  }

  /** The reference's: summed over the batch. */
  private static Objective summed(Objective mean, double batch) {
    Objective sum = Objective.of("loss", batch, mean.total());
    for (var metric : mean.metrics().entrySet()) {
      sum = sum.observing(metric.getKey(), metric.getValue());
    }
    return sum;
  }
}
