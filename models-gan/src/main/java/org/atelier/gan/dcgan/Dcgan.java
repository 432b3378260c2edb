package org.atelier.gan.dcgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.gan.Trained;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;

/**
 * Deep convolutional GAN (arXiv:1511.06434) with the weights, losses and training of
 * pytorch/examples:
 *
 * <pre>
 * D minimises  −E log σ(D(x)) − E log(1 − σ(D(G(z))))
 * G minimises  −E log σ(D(G(z)))
 * </pre>
 *
 * <p>Both phases of a step judge the same fakes; the discriminator sees real and generated pictures
 * in two batches, so that batch norm keeps them apart. The discriminator gives logits: its sigmoid
 * is part of the loss.
 */
public final class Dcgan extends Gan<Images> {
  private final DcganOptions options;
  private final AdversarialLoss loss = new NonSaturating();

  /** A model that knows nothing yet. */
  public Dcgan(DcganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            generator(options),
            Adam.of(options.learningRate(), options.beta1())),
        new Discriminator(
            new Shape(options.channels(), options.imageSize(), options.imageSize()),
            discriminator(options),
            Adam.of(options.learningRate(), options.beta1())));
    this.options = options;
    if (options.averageDecay() > 0) {
      generator().keepAverage(options.averageDecay());
    }
  }

  /**
   * A trained model, to sample from.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of a Dcgan, or it is damaged
   */
  public static Dcgan load(Path run) throws IOException {
    return Trained.load(run, Dcgan.class, DcganOptions.class, Dcgan::new);
  }

  /**
   * A trained model on a device of the caller's choice.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Dcgan load(Path run, Device device) throws IOException {
    return Trained.load(run, device, Dcgan.class, DcganOptions.class, Dcgan::new);
  }

  @Override
  public DcganOptions options() {
    return options;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step).stopGradient());
    return Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(discriminator().forward(fake(step))));
  }

  /** From a seed of {@code base}×{@code base} pixels, each layer doubles the size. */
  private static Layer generator(DcganOptions options) {
    int doublings = doublings(options);
    List<Block> layers = new ArrayList<>();
    int filters = options.generatorFilters() << (doublings - 1);
    layers.add(ConvTranspose2d.of(filters, base(options)).withoutBias());
    for (int i = 1; i < doublings; i++) {
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
      filters /= 2;
      layers.add(ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1).withoutBias());
    }
    layers.add(BatchNorm2d.of());
    layers.add(Activation.relu());
    layers.add(
        ConvTranspose2d.of(options.channels(), 4).withStride(2).withPadding(1).withoutBias());
    layers.add(Activation.tanh());
    var network = new LinkedHashMap<String, Block>();
    network.put("latent", Reshape.to(options.latentSize(), 1, 1));
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    return initialised(Sequential.of(network));
  }

  private static Layer discriminator(DcganOptions options) {
    List<Block> layers = new ArrayList<>();
    int filters = options.discriminatorFilters();
    for (int i = 0; i < doublings(options); i++) {
      layers.add(Conv2d.of(filters << i, 4).withStride(2).withPadding(1).withoutBias());
      if (i > 0) {
        layers.add(BatchNorm2d.of());
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Conv2d.of(1, base(options)).withoutBias());
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put("logit", Flatten.of());
    return initialised(Sequential.of(network));
  }

  /** 28 is 7·2·2; the others are 4·2·2·2 and so on. */
  private static int base(DcganOptions options) {
    return options.imageSize() == 28 ? 7 : 4;
  }

  private static int doublings(DcganOptions options) {
    return Integer.numberOfTrailingZeros(options.imageSize() / base(options));
  }

  private static Layer initialised(Layer network) {
    network.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    network.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return network;
  }
}
