package org.atelier.vae.beta;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.Phase;
import org.atelier.model.capability.AnomalyScoring;
import org.atelier.model.capability.EvidenceEstimating;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Gaussian;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * β-VAE (Higgins et al., ICLR 2017): a larger weight of the KL term encourages disentangled
 * latents, each of which stands for one factor of variation; with a controlled capacity increase
 * (Burgess et al., arXiv:1804.03599), which keeps reconstructions sharp:
 *
 * <pre>
 * −E_q(z|x) [ ln p(x | z) ] + β · | KL(q(z | x) ‖ p(z)) − C |
 * </pre>
 *
 * <p>with the KL term averaged over the batch. In the first paper the capacity C is 0; in the
 * second it rises linearly from 0.
 */
public final class BetaVae extends GaussianAutoencoder<ExampleBatch>
    implements EvidenceEstimating, AnomalyScoring {
  private static final NativeFunction DISTANCE =
      NativeFunction.of("torch.abs(kl - float(c))", "kl", "c");

  private final BetaVaeOptions options;

  /** Creates an untrained model. */
  public BetaVae(BetaVaeOptions options) {
    super(
        options.autoencoder().encoder(),
        options.autoencoder().decoder(),
        options.autoencoder().likelihood());
    this.options = options;
  }

  /**
   * Creates an untrained model of custom networks.
   *
   * @param encoder with two heads, mean and log-variance (N, latent)
   * @param decoder of latents (N, latent) to the parameters of the likelihood
   * @param options whose architecture and latent size are replaced by the networks'
   */
  public BetaVae(Encoder encoder, Decoder decoder, BetaVaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().forNetworksOf(decoder));
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static BetaVae load(Path run) throws IOException {
    return Trained.load(run, BetaVae.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static BetaVae load(Path run, Device device) throws IOException {
    return Trained.load(run, BetaVae.class, device);
  }

  @Override
  public BetaVaeOptions options() {
    return options;
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("vae", this::objective, encoder(), decoder()));
  }

  /** −E_q[ln p(x | z)] + β · |KL(q(z | x) ‖ p(z)) − C|. */
  Objective objective(Step<ExampleBatch> step) {
    NDArray x = examples(step);

    Gaussian q = encoder().posterior(x);
    NDArray kl = q.klToStandard().mean();
    NDArray z = q.sample(noise(step, q.mu().getShape()));
    NDArray logPxz = likelihood().logDensity(x, decoder().forward(z));

    NDArray reconstruction = logPxz.mean().neg();
    try (NDArray c = HostValues.number(step.manager(), options.capacity().at(step.index()))) {
      return Objective.of("reconstruction", reconstruction)
          .plus("kl to capacity", options.beta(), DISTANCE.apply(kl, c))
          .observing("kl", kl);
    }
  }
}
