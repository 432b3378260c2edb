package org.atelier.gan.sngan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.ResidualNetworks;
import org.atelier.loss.Hinge;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * GAN with spectral normalisation (arXiv:1802.05957), in the paper's residual form with the hinge
 * loss:
 *
 * <pre>
 * D minimises  E max(0, 1 − D(x)) + E max(0, 1 + D(G(z)))
 * G minimises  −E D(G(z)),   in every n-th step
 * </pre>
 *
 * <p>Every weight W of D is used as W / σ(W), its largest singular value, so that no layer can
 * stretch a difference. Both phases of a step use the same latents, but the generator runs anew for
 * each: most steps need no derivative by it.
 */
public final class SnGan extends Gan<Images> {
  private final SnGanOptions options;
  private final Hinge loss = new Hinge();

  /** A model that knows nothing yet. */
  public SnGan(SnGanOptions options) {
    super(
        new Generator(
            options.latentSize(),
            ResidualNetworks.generator(options.picture(), options.blocks(), BatchNorm2d::of),
            Adam.of(options.learningRate(), 0).withBeta2(0.9)),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            Adam.of(options.learningRate(), 0).withBeta2(0.9)));
    this.options = options;
    options.stabilisation().prepare(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static SnGan load(Path run) throws IOException {
    return Trained.load(run, SnGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static SnGan load(Path run, Device device) throws IOException {
    return Trained.load(run, SnGan.class, device);
  }

  @Override
  public SnGanOptions options() {
    return options;
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator()),
        Phase.of("generator", this::generatorObjective, generator()).every(options.criticSteps()));
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray images = step.batch().images();
    NDArray generated = Gradients.withoutRecording(() -> generate(step));
    NDArray real = judged(step, images);
    NDArray fake = judged(step, generated);
    Objective judging = Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(judged(step, generate(step))));
  }

  private NDArray judged(Step<Images> step, NDArray pictures) {
    return discriminator().forward(options.stabilisation().seen(step, pictures));
  }

  private static Layer discriminator(SnGanOptions options) {
    var network =
        new LinkedHashMap<>(ResidualNetworks.features(options.picture(), options.blocks()));
    network.put("score", ResidualNetworks.score());
    return Sequential.of(network);
  }
}
