package org.atelier.gan.lsgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.gan.ResizeConvolutions;
import org.atelier.loss.LeastSquares;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * Least-squares GAN (arXiv:1611.04076) with the networks and the training of PyTorch-GAN:
 *
 * <pre>
 * G minimises  E (D(G(z)) − 1)²
 * D minimises  ½ [ E (D(x) − 1)² + E D(G(z))² ]
 * </pre>
 *
 * <p>A picture far on the right side of the boundary is still pulled towards it, so the generator's
 * gradient does not vanish. The generator learns first; the discriminator then judges the pictures
 * that were made before.
 */
public final class Lsgan extends Gan<Images> {
  private final LsganOptions options;
  private final LeastSquares loss;

  /** A model that knows nothing yet. */
  public Lsgan(LsganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            generator(options),
            Adam.of(options.learningRate(), options.beta1())),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            Adam.of(options.learningRate(), options.beta1())));
    this.options = options;
    loss = new LeastSquares(options.stabilisation().realTarget());
    options.stabilisation().prepare(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Lsgan load(Path run) throws IOException {
    return Trained.load(run, Lsgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Lsgan load(Path run, Device device) throws IOException {
    return Trained.load(run, Lsgan.class, device);
  }

  @Override
  public LsganOptions options() {
    return options;
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(
        Phase.of("generator", this::generatorObjective, generator()),
        Phase.of("discriminator", this::discriminatorObjective, discriminator()));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(judged(step, fake(step))));
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray images = step.batch().images();
    NDArray real = judged(step, images);
    NDArray fake = judged(step, fake(step).stopGradient());
    Objective judging =
        Objective.of("real", 0.5, loss.real(real)).plus("fake", 0.5, loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  private NDArray judged(Step<Images> step, NDArray pictures) {
    return discriminator().forward(options.stabilisation().seen(step, pictures));
  }

  private static Layer generator(LsganOptions options) {
    var picture = options.picture();
    var network = new LinkedHashMap<String, Block>();
    network.put("l1", ResizeConvolutions.seed(picture, options.filters()));
    network.put("map", Reshape.to(options.filters(), picture.height() / 4, picture.width() / 4));
    network.put(
        "conv_blocks",
        ResizeConvolutions.initialised(
            ResizeConvolutions.upwards(options.filters(), picture.channels(), options.fidelity())));
    return Sequential.of(network);
  }

  private static Layer discriminator(LsganOptions options) {
    var network = new LinkedHashMap<String, Block>();
    network.put(
        "model",
        ResizeConvolutions.initialised(
            ResizeConvolutions.downwards(
                options.filters(), options.dropout(), options.fidelity())));
    network.put("flat", Flatten.of());
    network.put("adv_layer", Linear.of(1));
    return Sequential.of(network);
  }
}
