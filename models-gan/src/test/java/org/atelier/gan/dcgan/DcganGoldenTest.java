package org.atelier.gan.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.PictureShape;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;

/** The networks and the training of pytorch/examples, number by number. */
class DcganGoldenTest {
  private static final String SCRIPT = "dcgan/main.py";

  @ParameterizedTest
  @GoldenCases(family = "dcgan", source = SCRIPT, symbol = "Generator")
  void the_generator_gives_the_reference_pictures_gradients_and_statistics(Golden golden) {
    try (var gan = new Dcgan(options(golden, "cotangent.image", 0));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      NDArray z = flat(golden.array("noise", scope));

      load(gan.generator(), golden.weights());
      golden.assertMatches("output.eval.image", gan.generator().evaluateAll(z).get(0));

      load(gan.generator(), golden.weights());
      z.setRequiresGradient(true);
      NDArray image = Gradients.recording(() -> gan.generator().forward(z));
      golden.assertMatches("output.train.image", image);
      checkGradients(golden, gan.generator(), image, "image", z, "grad.noise");
      checkBuffers(golden, gan.generator());
    }
  }

  @ParameterizedTest
  @GoldenCases(family = "dcgan", source = SCRIPT, symbol = "Discriminator")
  void the_discriminator_gives_the_reference_probabilities_gradients_and_statistics(Golden golden) {
    try (var gan = new Dcgan(options(golden, "image", 0));
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      NDArray x = golden.array("image", scope);

      load(gan.discriminator(), golden.weights());
      golden.assertMatches(
          "output.eval.probability", sigmoid(gan.discriminator().evaluateAll(x).get(0)));

      load(gan.discriminator(), golden.weights());
      x.setRequiresGradient(true);
      NDArray p = Gradients.recording(() -> sigmoid(gan.discriminator().forward(x)));
      golden.assertMatches("output.train.probability", p);
      checkGradients(golden, gan.discriminator(), p, "probability", x, "grad.image");
      checkBuffers(golden, gan.discriminator());
    }
  }

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = SCRIPT)
  void training_steps_follow_the_reference(Golden golden) {
    // Real pictures have an axis of steps before the batch.
    try (var gan =
        new Dcgan(options(golden, "real", 1).withOptimizer(Adam.of(golden.learningRate(), 0.5)))) {
      Map<String, String> names = Map.of("generator", "netG", "discriminator", "netD");
      new Trajectory<>(golden, gan, names::get)
          .run(
              inputs -> new Images(inputs.of("real")),
              (step, inputs) -> Gradients.recording(() -> gan.fake(step, flat(inputs.of("z")))))
          .expect("discriminator.real", "losses.errD_real")
          .expect("discriminator.fake", "losses.errD_fake")
          .expect("discriminator", "losses.errD")
          .expect("generator.adversarial", "losses.errG")
          // Mean probabilities, which the script prints and nothing minimises.
          .without("losses.D_x", "losses.D_G_z1", "losses.D_G_z2")
          .expectTheSameEnd();
    }
  }

  /** For pictures of this tensor, (N, C, H, W) after some axes. */
  private static DcganOptions options(Golden golden, String pictures, int axes) {
    long[] shape = golden.tensor(pictures).shape().getShape();
    return DcganOptions.defaults()
        .withPicture(
            new PictureShape((int) shape[axes + 1], (int) shape[axes + 2], (int) shape[axes + 3]))
        .withNetworks(
            new StridedNetworks(golden.size("nz"), golden.size("ngf"), golden.size("ndf")));
  }

  /** The reference's latents (N, latent, 1, 1) as ours. */
  private static NDArray flat(NDArray z) {
    return z.reshape(z.getShape().get(0), z.getShape().get(1));
  }

  private static NDArray sigmoid(NDArray logits) {
    return ai.djl.nn.Activation.sigmoid(logits).reshape(-1);
  }

  private static void checkGradients(
      Golden golden,
      Network network,
      NDArray output,
      String name,
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
    assertThat(gradients.get(i).size()).isEqualTo(input.size());
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
}
