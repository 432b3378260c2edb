package org.atelier.vae.conditional;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.LabelledBatch;
import org.atelier.image.Picture;
import org.atelier.model.Phase;
import org.atelier.model.capability.AnomalyScoring;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.capability.EvidenceEstimating;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Gaussian;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The class-conditional variational auto-encoder (Sohn et al., NeurIPS 2015; Kingma et al.,
 * arXiv:1406.5298, model M2 with all labels observed): encoder and decoder are conditioned on the
 * label y, so that the latents represent what is independent of the class, such as style. Both
 * networks maximise the evidence lower bound
 *
 * <pre>
 * ELBO(x | y) = E_q(z|x,y) [ ln p(x | z, y) ] − KL(q(z | x, y) ‖ p(z)) ≤ ln p(x | y)
 * </pre>
 */
public final class ConditionalVae extends GaussianAutoencoder<LabelledBatch>
    implements ClassConditional, EvidenceEstimating, AnomalyScoring {
  private final ConditionalVaeOptions options;
  private final ClassLabels labels;

  /** Creates an untrained model. */
  public ConditionalVae(ConditionalVaeOptions options) {
    super(
        options.autoencoder().encoder(new ClassLabels(options.classes())),
        options.autoencoder().decoder(new ClassLabels(options.classes())),
        options.autoencoder().likelihood());
    this.options = options;
    labels = new ClassLabels(options.classes());
  }

  /**
   * Creates an untrained model of custom networks.
   *
   * @param encoder of examples and labels, with two heads, mean and log-variance (N, latent)
   * @param decoder of latents (N, latent) and labels to the parameters of the likelihood
   * @param options whose architecture and latent size are replaced by the networks'
   */
  public ConditionalVae(Encoder encoder, Decoder decoder, ConditionalVaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().forNetworksOf(decoder));
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

  /** All classes in turn. */
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

  /** −ELBO = −E_q[ln p(x | z, y)] + KL(q(z | x, y) ‖ p(z)). */
  Objective objective(Step<LabelledBatch> step) {
    NDArray x = examples(step);
    NDArray y = labels.expectInRange(step.batch().labels());

    Gaussian q = encoder().posterior(x, y);
    NDArray z = q.sample(noise(step, q.mu().getShape()));
    NDArray logPxz = likelihood().logDensity(x, decoder().forward(z, y));

    NDArray reconstruction = logPxz.mean().neg();
    NDArray kl = q.klToStandard().mean();
    double weight = options.kl().weight(step.index());
    return options.kl().hasFreeBits()
        ? Objective.of("reconstruction", reconstruction)
            .plus("free kl", weight, options.kl().freeBits(q))
            .observing("kl", kl)
        : Objective.of("reconstruction", reconstruction).plus("kl", weight, kl);
  }
}
