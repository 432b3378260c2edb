package org.atelier.gan.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;

/** The networks and the training of pytorch/examples, number by number. */
class DcganGoldenTest {
  @Test
  void the_generator_gives_the_reference_pictures_gradients_and_statistics() {
    Golden golden = Golden.load("dcgan/generator_64");
    try (var gan = new Dcgan(options(16, 8, 8));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      NDArray z = golden.array("noise", scope).reshape(2, 16);

      load(gan.generator(), golden.weights());
      golden.assertMatches("output.eval.image", gan.generator().evaluateAll(z).get(0));

      load(gan.generator(), golden.weights());
      z.setRequiresGradient(true);
      NDArray image = Gradients.recording(() -> gan.generator().forward(z));
      golden.assertMatches("output.train.image", image);
      checkGradients(golden, gan.generator(), image, "image", z.getShape().size(), z, "grad.noise");
      checkBuffers(golden, gan.generator());
    }
  }

  @Test
  void the_discriminator_gives_the_reference_probabilities_gradients_and_statistics() {
    Golden golden = Golden.load("dcgan/discriminator_64");
    try (var gan = new Dcgan(options(16, 8, 8));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      String input = golden.io().containsKey("image") ? "image" : "input";
      NDArray x = golden.array(input, scope);
      String output =
          golden.io().keySet().stream()
              .filter(name -> name.startsWith("output.eval."))
              .findFirst()
              .orElseThrow()
              .substring("output.eval.".length());

      load(gan.discriminator(), golden.weights());
      golden.assertMatches(
          "output.eval." + output, sigmoid(gan.discriminator().evaluateAll(x).get(0)));

      load(gan.discriminator(), golden.weights());
      x.setRequiresGradient(true);
      NDArray p = Gradients.recording(() -> sigmoid(gan.discriminator().forward(x)));
      golden.assertMatches("output.train." + output, p);
      checkGradients(
          golden, gan.discriminator(), p, output, x.getShape().size(), x, "grad." + input);
      checkBuffers(golden, gan.discriminator());
    }
  }

  @Test
  void three_training_steps_follow_the_reference() {
    Golden golden = Golden.load("trajectories/dcgan");
    try (var gan = new Dcgan(options(16, 4, 3))) {
      gan.initialize(0);
      load(gan.generator(), golden.stateDict("init_netG"));
      load(gan.discriminator(), golden.stateDict("init_netD"));
      var losses = new LinkedHashMap<String, float[]>();
      for (int n = 0; n < 3; n++) {
        try (NDManager scope = NDManager.newBaseManager()) {
          NDArray real = golden.array("real", scope).get(n);
          NDArray z = golden.array("z", scope).get(n).reshape(2, 16);
          Step<Images> step = new Step<>(n, new Images(real), scope, CounterRandom.of(0));
          Gradients.recording(() -> gan.fake(step, z));
          for (Phase<Images> phase : gan.phases()) {
            Objective objective = Gradients.recording(() -> phase.objective(step));
            Network learner = phase.learners().get(0);
            NDList gradients =
                Gradients.of(objective.total(), new ArrayList<>(learner.parameters().values()));
            learner.learn(gradients, n);
            int at = n;
            objective
                .metrics()
                .forEach(
                    (name, value) ->
                        losses.computeIfAbsent(phase.name() + "." + name, k -> new float[3])[at] =
                            value.getFloat());
          }
        }
      }
      golden.assertMatches("losses.errD_real", losses.get("discriminator.real"));
      golden.assertMatches("losses.errD_fake", losses.get("discriminator.fake"));
      golden.assertMatches("losses.errG", losses.get("generator.adversarial"));
      golden.assertFinalWeightsMatch(
          "netG", upstream(gan.generator(), golden.stateDict("final_netG")));
      golden.assertFinalWeightsMatch(
          "netD", upstream(gan.discriminator(), golden.stateDict("final_netD")));
      checkMoments(golden, "netG", gan.generator());
      checkMoments(golden, "netD", gan.discriminator());
    }
  }

  private static void checkMoments(Golden golden, String net, Network network) {
    Map<String, NDArray> memory = network.optimizerState().named();
    assertThat(golden.optim()).isNotEmpty();
    golden.optim().keySet().stream()
        .filter(name -> name.startsWith(net + "."))
        .forEach(
            name ->
                golden.assertMatches(
                    "optim/" + name, memory.get(name.substring(net.length() + 1))));
  }

  private static DcganOptions options(int latent, int generator, int discriminator) {
    return DcganOptions.defaults().withLatentSize(latent).withFilters(generator, discriminator);
  }

  private static NDArray sigmoid(NDArray logits) {
    return ai.djl.nn.Activation.sigmoid(logits).reshape(-1);
  }

  private static void checkGradients(
      Golden golden,
      Network network,
      NDArray output,
      String name,
      long size,
      NDArray input,
      String inputGradient) {
    NDArray cotangent = golden.array("cotangent." + name, output.getManager());
    NDArray loss =
        Gradients.recording(() -> output.reshape(cotangent.getShape()).mul(cotangent).sum());
    golden.assertMatches("loss", loss);
    List<NDArray> targets = new ArrayList<>(network.parameters().values());
    targets.add(input);
    NDList gradients = Gradients.of(loss, targets);
    int i = 0;
    for (String key : network.parameters().keySet()) {
      golden.assertMatches("grad.param." + key, gradients.get(i++));
    }
    assertThat(gradients.get(i).size()).isEqualTo(size);
    golden.assertMatches(
        inputGradient, gradients.get(i).reshape(golden.tensor(inputGradient).shape()));
  }

  private static void checkBuffers(Golden golden, Network network) {
    assertThat(network.buffers()).isNotEmpty();
    network
        .buffers()
        .forEach((key, value) -> golden.assertMatches("after_train_forward." + key, value));
  }

  /** Our names are the reference's; only its counter of batches has no counterpart. */
  private static void load(Network network, Map<String, HostTensor> weights) {
    Map<String, NDArray> arrays = new LinkedHashMap<>(network.parameters());
    arrays.putAll(network.buffers());
    weights.keySet().stream()
        .filter(key -> !key.endsWith("num_batches_tracked"))
        .forEach(key -> assertThat(arrays).containsKey(key));
    try (NDManager scratch = NDManager.newBaseManager()) {
      arrays.forEach((key, array) -> Layout.copyInto(array, weights.get(key).toArray(scratch)));
    }
  }

  private static Map<String, HostTensor> upstream(
      Network network, Map<String, HostTensor> reference) {
    var all = new LinkedHashMap<String, HostTensor>();
    network.parameters().forEach((key, array) -> all.put(key, HostTensor.of(array)));
    network.buffers().forEach((key, array) -> all.put(key, HostTensor.of(array)));
    reference.forEach(
        (key, tensor) -> {
          if (key.endsWith("num_batches_tracked")) {
            all.put(key, tensor);
          }
        });
    return all;
  }
}
