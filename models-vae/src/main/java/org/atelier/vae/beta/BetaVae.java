package org.atelier.vae.beta;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.ExampleBatch;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.GaussianAutoencoder;

/**
 * β-VAE (Higgins et al., ICLR 2017), whose latents are pressed to be independent, so that each
 * comes to mean something by itself; with a capacity that grows (Burgess et al., arXiv:1804.03599),
 * so that pictures stay sharp all the same:
 *
 * <pre>
 * E_x [ −E_q ln p(x | z) ] + β · | E_x KL(q(z | x) ‖ p(z)) − C |
 * </pre>
 *
 * <p>C is 0 in the first paper, where this is β times the divergence. It rises from 0 in the
 * second.
 */
public final class BetaVae extends GaussianAutoencoder<ExampleBatch> {
  private static final NativeFunction DISTANCE =
      NativeFunction.of("torch.abs(kl - float(c))", "kl", "c");

  private final BetaVaeOptions options;

  /** A model that knows nothing yet. */
  public BetaVae(BetaVaeOptions options) {
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
  public BetaVae(Encoder encoder, Decoder decoder, BetaVaeOptions options) {
    super(encoder, decoder, options.autoencoder().likelihood());
    this.options = options.withAutoencoder(options.autoencoder().ofOwn(decoder));
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

  Objective objective(Step<ExampleBatch> step) {
    NDArray divergence = posterior(step).klToStandard().mean();
    double capacity = options.capacity().at(step.index());
    try (NDArray c = HostValues.number(step.manager(), capacity)) {
      return Objective.of("reconstruction", logLikelihood(step, code(step)).mean().neg())
          .plus("kl from capacity", options.beta(), DISTANCE.apply(divergence, c))
          .observing("kl", divergence);
    }
  }
}
