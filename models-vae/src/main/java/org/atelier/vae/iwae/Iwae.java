package org.atelier.vae.iwae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
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
 * The importance-weighted auto-encoder (Burda et al., arXiv:1509.00519): a tighter lower bound of
 * ln p(x) from k importance samples of each example, which for k = 1 is the ELBO of a VAE:
 *
 * <pre>
 * L_k(x) = E [ ln 1/k Σ_i w_i ] ≤ ln p(x),   w_i = p(x | z_i) p(z_i) / q(z_i | x),   z_i ~ q(z | x)
 * </pre>
 *
 * <p>The decoder takes the time and memory of a batch k times as large.
 */
public final class Iwae extends GaussianAutoencoder<ExampleBatch>
    implements EvidenceEstimating, AnomalyScoring {
  /** L_k, averaged over the batch, of ln w (k, N). */
  private static final NativeFunction BOUND =
      NativeFunction.of("torch.mean(torch.logsumexp(w, [0])) - torch.log(torch.size(w, 0))", "w");

  private static final NativeFunction MEAN = NativeFunction.of("torch.mean(w)", "w");

  private final IwaeOptions options;

  /** Creates an untrained model. */
  public Iwae(IwaeOptions options) {
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
  public Iwae(Encoder encoder, Decoder decoder, IwaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().forNetworksOf(decoder));
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Iwae load(Path run) throws IOException {
    return Trained.load(run, Iwae.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Iwae load(Path run, Device device) throws IOException {
    return Trained.load(run, Iwae.class, device);
  }

  @Override
  public IwaeOptions options() {
    return options;
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("iwae", this::objective, encoder(), decoder()));
  }

  /** −L_k. */
  Objective objective(Step<ExampleBatch> step) {
    NDArray x = examples(step);
    int k = options.samples();
    long n = x.getShape().get(0);

    Gaussian q = encoder().posterior(x);
    NDArray z = q.sample(noise(step, new Shape(k, n, latentSize())));
    NDArray zRows = z.reshape(k * n, latentSize());

    // Each (k, N).
    NDArray logPxz =
        likelihood().logDensity(repeated(x, k), decoder().forward(zRows)).reshape(k, n);
    NDArray logPz = Gaussian.logStandardDensity(zRows).reshape(k, n);
    NDArray logW = logPxz.add(logPz).sub(q.logDensity(z));

    return Objective.of("bound", BOUND.apply(logW).neg())
        .observing("negative elbo", MEAN.apply(logW).neg())
        .observing("kl", q.klToStandard().mean());
  }
}
