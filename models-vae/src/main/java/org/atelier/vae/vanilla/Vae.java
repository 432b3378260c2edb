package org.atelier.vae.vanilla;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.engine.Scale;
import org.atelier.model.Phase;
import org.atelier.model.capability.AnomalyScoring;
import org.atelier.model.capability.Denoising;
import org.atelier.model.capability.EvidenceEstimating;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Gaussian;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The variational auto-encoder (Kingma and Welling, arXiv:1312.6114; Rezende et al.,
 * arXiv:1401.4082), with the networks of pytorch/examples' {@code vae}, convolutions, residual
 * blocks, or custom networks. Encoder and decoder maximise the evidence lower bound
 *
 * <pre>
 * ELBO(x) = E_q(z|x) [ ln p(x | z) ] − KL(q(z | x) ‖ p(z)) ≤ ln p(x)
 *
 * q(z | x) = N(μ(x), σ²(x)),   p(z) = N(0, 1),   z = μ(x) + σ(x)·ε,   ε ~ N(0, 1)
 * </pre>
 *
 * <p>in nats, averaged over the batch. (pytorch/examples sums over the batch instead, which makes
 * no difference to Adam but for its ε.)
 *
 * <p>With {@code inputNoise} the encoder is given x with Gaussian noise and the decoder is trained
 * to reconstruct x without it (denoising criterion, Im et al., arXiv:1511.06406), so that {@link
 * #reconstruct} removes noise.
 */
public final class Vae extends GaussianAutoencoder<ExampleBatch>
    implements EvidenceEstimating, AnomalyScoring, Denoising {
  private final VaeOptions options;

  /** Creates an untrained model. */
  public Vae(VaeOptions options) {
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
  public Vae(Encoder encoder, Decoder decoder, VaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().forNetworksOf(decoder));
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Vae load(Path run) throws IOException {
    return Trained.load(run, Vae.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Vae load(Path run, Device device) throws IOException {
    return Trained.load(run, Vae.class, device);
  }

  @Override
  public VaeOptions options() {
    return options;
  }

  @Override
  public double inputNoise() {
    return options.inputNoise();
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("vae", this::objective, encoder(), decoder()));
  }

  /** −ELBO = −E_q[ln p(x | z)] + KL(q(z | x) ‖ p(z)). */
  Objective objective(Step<ExampleBatch> step) {
    NDArray x = examples(step);

    // Encoder: μ = q.mu() and ln σ² = q.logVar(), both (N, latent).
    Gaussian q = encoder().posterior(withInputNoise(step, x));
    // Reparameterisation trick: z = μ + σ·ε, (N, latent).
    NDArray z = q.sample(noise(step, q.mu().getShape()));
    // Decoder: ln p(x | z), (N).
    NDArray logPxz = likelihood().logDensity(x, decoder().forward(z));

    NDArray reconstruction = logPxz.mean().neg();
    // ½ Σ (σ² + μ² − 1 − ln σ²), averaged over the batch.
    NDArray kl = q.klToStandard().mean();
    double weight = options.kl().weight(step.index());
    return options.kl().hasFreeBits()
        ? Objective.of("reconstruction", reconstruction)
            .plus("free kl", weight, options.kl().freeBits(q))
            .observing("kl", kl)
        : Objective.of("reconstruction", reconstruction).plus("kl", weight, kl);
  }

  private NDArray withInputNoise(Step<ExampleBatch> step, NDArray x) {
    if (options.inputNoise() == 0) {
      return x;
    }
    NDArray noise = step.normal(x.getShape().getShape());
    return Scale.by(noise, options.inputNoise()).add(x);
  }
}
