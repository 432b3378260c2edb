package org.atelier.vae.vanilla;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.ExampleBatch;
import org.atelier.engine.Scale;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The variational auto-encoder (Kingma and Welling, arXiv:1312.6114; Rezende et al.,
 * arXiv:1401.4082) with the networks of pytorch/examples, or convolutions, residual blocks, or
 * networks of one's own. Encoder and decoder minimise
 *
 * <pre>
 * E_x [ −E_q ln p(x | z) + KL(q(z | x) ‖ p(z)) ],   z = μ(x) + σ(x)·ε
 * </pre>
 *
 * <p>in nats for each example. (The reference sums over the batch: its learning rate for another
 * optimizer than Adam would be another.)
 *
 * <p>With {@code inputNoise} the encoder sees x with noise, and the decoder shall give x without
 * (Im et al., arXiv:1511.06406): then {@link #reconstruct} removes noise.
 */
public final class Vae extends GaussianAutoencoder<ExampleBatch> {
  private final VaeOptions options;

  /** A model that knows nothing yet. */
  public Vae(VaeOptions options) {
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
  public Vae(Encoder encoder, Decoder decoder, VaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().ofOwn(decoder));
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
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("vae", this::objective, encoder(), decoder()));
  }

  @Override
  protected NDArray seen(Step<ExampleBatch> step, NDArray examples) {
    if (options.inputNoise() == 0) {
      return examples;
    }
    NDArray noise = step.normal(examples.getShape().getShape());
    return Scale.by(noise, options.inputNoise()).add(examples);
  }

  Objective objective(Step<ExampleBatch> step) {
    var reconstruction = logLikelihood(step, code(step)).mean().neg();
    return options
        .kl()
        .addTo(Objective.of("reconstruction", reconstruction), step, posterior(step));
  }
}
