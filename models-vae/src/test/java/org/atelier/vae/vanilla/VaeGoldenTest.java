package org.atelier.vae.vanilla;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.data.ExampleBatch;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.image.PictureShape;
import org.atelier.model.Gaussian;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenWeights;
import org.atelier.vae.Architecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;

/** pytorch/examples' vae, number by number; its objective is the sum over the batch of ours. */
class VaeGoldenTest {
  private static final int BATCH = 4;

  private static Vae vae(int hidden, int latent, Map<String, HostTensor> weights) {
    var vae =
        new Vae(
            VaeOptions.defaults()
                .withAutoencoder(
                    AutoencoderOptions.defaults()
                        .withArchitecture(Architecture.perceptrons(PictureShape.grey(28), hidden))
                        .withLatentSize(latent)));
    vae.setDevice(Device.cpu());
    vae.initialize(0);
    vae.networks().forEach(network -> GoldenWeights.load(network, weights));
    return vae;
  }

  /** From [0, 1] to [-1, 1]. */
  private static Images batch(NDArray bright) {
    return new Images(bright.mul(2).sub(1).reshape(BATCH, 1, 28, 28));
  }

  private static Phase<ExampleBatch> summed(Vae vae) {
    return Phase.of(
        "vae",
        step -> Objective.of("loss", BATCH, vae.objective(step).total()),
        vae.encoder(),
        vae.decoder());
  }

  @Test
  void a_forward_and_its_gradients_are_the_references() {
    Golden golden = Golden.load("vae/mnist_mlp");
    try (Vae vae = vae(24, 8, golden.weights());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      Images images = batch(golden.array("x", scope));
      Gaussian posterior = vae.encode(images.images(), new NDList());
      golden.assertMatches("output.mu", posterior.mean());
      golden.assertMatches("output.logvar", posterior.logVariance());
      NDArray z = posterior.sample(golden.array("eps", scope));
      golden.assertMatches("output.z", z);
      NDArray mean = vae.decode(z, new NDList());
      golden.assertMatches(
          "output.reconstruction", mean.add(1).div(2).reshape(new Shape(BATCH, 784)));
      golden.assertMatches(
          "output.bce_sum",
          vae.likelihood().logDensity(images.images(), vae.numbers(z, new NDList())).sum().neg());

      var step = new Step<ExampleBatch>(0, images, scope, CounterRandom.of(0));
      vae.noise(step, golden.array("eps", scope));
      NDArray loss = Gradients.recording(() -> Scale.by(vae.objective(step).total(), BATCH));
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

  @Test
  void three_training_steps_follow_the_reference() {
    Golden golden = Golden.load("trajectories/vae_mnist_mlp");
    try (Vae vae = vae(10, 6, golden.stateDict("init_model"))) {
      var losses = new float[3];
      for (int n = 0; n < 3; n++) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
          Images images = batch(golden.array("real", scope).get(n));
          var step = new Step<ExampleBatch>(n, images, scope, CounterRandom.of(0));
          vae.noise(step, golden.array("eps", scope).get(n));
          losses[n] = summed(vae).learn(step).total().getFloat();
        }
      }
      golden.assertMatches("losses.loss", losses);
      for (Network network : vae.networks()) {
        Map<String, HostTensor> reference = golden.stateDict("final_model");
        for (var entry : GoldenWeights.of(network, reference).entrySet()) {
          golden.assertMatches("final/model/" + entry.getKey(), entry.getValue());
        }
        Map<String, NDArray> memory = network.optimizerState().named();
        for (String parameter : network.parameters().keySet()) {
          for (String slot : List.of("exp_avg", "exp_avg_sq")) {
            String key = parameter + "." + slot;
            golden.assertMatches("optim/model." + key, memory.get(key));
          }
        }
      }
    }
  }
}
