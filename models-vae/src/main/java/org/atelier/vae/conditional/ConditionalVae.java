package org.atelier.vae.conditional;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.LabelledBatch;
import org.atelier.image.Picture;
import org.atelier.model.ClassConditional;
import org.atelier.model.ClassLabels;
import org.atelier.model.Conditions;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The conditional variational auto-encoder (Sohn et al., NeurIPS 2015; Kingma et al.,
 * arXiv:1406.5298, model M2 with all labels known): both networks are told the class y, so that the
 * latents carry what the class does not say, such as style.
 *
 * <pre>
 * E_x,y [ −E_q ln p(x | z, y) + KL(q(z | x, y) ‖ p(z)) ]
 * </pre>
 */
public final class ConditionalVae extends GaussianAutoencoder<LabelledBatch>
    implements ClassConditional {
  private final ConditionalVaeOptions options;
  private final ClassLabels labels;

  /** A model that knows nothing yet. */
  public ConditionalVae(ConditionalVaeOptions options) {
    super(
        options.autoencoder().encoder(new ClassLabels(options.classes())),
        options.autoencoder().decoder(new ClassLabels(options.classes())),
        options.autoencoder().likelihood());
    this.options = options;
    labels = new ClassLabels(options.classes());
  }

  /**
   * A model of the caller's own networks.
   *
   * @param encoder of examples and labels, with two heads, mean and log-variance (N, latent)
   * @param decoder of (N, latent) and labels to what the likelihood takes
   * @param options whose architecture and number of latents give way to the networks'
   */
  public ConditionalVae(Encoder encoder, Decoder decoder, ConditionalVaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().ofOwn(decoder));
    labels = new ClassLabels(options.classes());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static ConditionalVae load(Path run) throws IOException {
    return Trained.load(run, ConditionalVae.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static ConditionalVae load(Path run, Device device) throws IOException {
    return Trained.load(run, ConditionalVae.class, device);
  }

  @Override
  public ConditionalVaeOptions options() {
    return options;
  }

  @Override
  public int classes() {
    return options.classes();
  }

  @Override
  public List<Picture> sample(int count, long seed, int label) {
    return sample(count, seed, labels.always(label));
  }

  /** The classes in turn. */
  @Override
  public Conditions sampleConditions() {
    return labels.inTurn();
  }

  @Override
  protected NDList conditions(LabelledBatch batch) {
    return new NDList(labels.expectInRange(batch.labels()));
  }

  @Override
  public List<Phase<LabelledBatch>> phases() {
    return List.of(Phase.of("vae", this::objective, encoder(), decoder()));
  }

  Objective objective(Step<LabelledBatch> step) {
    var reconstruction = logLikelihood(step, code(step)).mean().neg();
    return options
        .kl()
        .addTo(Objective.of("reconstruction", reconstruction), step, posterior(step));
  }
}
