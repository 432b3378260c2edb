package org.atelier.vae.iwae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.ExampleBatch;
import org.atelier.engine.NativeFunction;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.Gaussian;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The importance-weighted auto-encoder (Burda et al., arXiv:1509.00519): a tighter bound of ln p(x)
 * from k draws of each example, of which a {@code Vae} has one:
 *
 * <pre>
 * −E_x E ln 1/k Σ_i w_i,   w_i = p(x | z_i) p(z_i) / q(z_i | x),   z_i ~ q(z | x)
 * </pre>
 *
 * <p>Time and memory of the decoder are those of a batch k times as large.
 */
public final class Iwae extends GaussianAutoencoder<ExampleBatch> {
  /** Of ln w, (k, N). */
  private static final NativeFunction BOUND =
      NativeFunction.of("torch.mean(torch.logsumexp(w, [0])) - torch.log(torch.size(w, 0))", "w");

  private static final NativeFunction MEAN = NativeFunction.of("torch.mean(w)", "w");

  private final IwaeOptions options;

  /** A model that knows nothing yet. */
  public Iwae(IwaeOptions options) {
    super(
        options.autoencoder().encoder(),
        options.autoencoder().decoder(),
        options.autoencoder().likelihood());
    this.options = options;
  }

  /**
   * A model of the caller's own networks.
   *
   * @param encoder with two heads, mean and log-variance (N, latent)
   * @param decoder of (N, latent) to what the likelihood takes
   * @param options whose architecture and number of latents give way to the networks'
   */
  public Iwae(Encoder encoder, Decoder decoder, IwaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().ofOwn(decoder));
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

  Objective objective(Step<ExampleBatch> step) {
    NDArray logWeights = logWeights(step);
    return Objective.of("bound", BOUND.apply(logWeights).neg())
        .observing("negative elbo", MEAN.apply(logWeights).neg())
        .observing("kl", posterior(step).klToStandard().mean());
  }

  /** ln w of every draw, (k, N). */
  private NDArray logWeights(Step<ExampleBatch> step) {
    Gaussian posterior = posterior(step);
    long count = posterior.mean().getShape().get(0);
    long latent = posterior.mean().getShape().get(1);
    int k = options.samples();
    NDArray codes = posterior.sample(noise(step, step.normal(k, count, latent)));
    NDArray rows = codes.reshape(k * count, latent);
    NDArray logLikelihood = logLikelihood(step, rows, k).reshape(k, count);
    NDArray logPrior = Gaussian.logStandardDensity(rows).reshape(k, count);
    return logLikelihood.add(logPrior).sub(posterior.logDensity(codes));
  }
}
