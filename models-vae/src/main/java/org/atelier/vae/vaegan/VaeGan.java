package org.atelier.vae.vaegan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Phase;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Gaussian;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The VAE/GAN (Larsen et al., arXiv:1512.09300): the reconstruction error is measured not in pixels
 * but in the features D_l of a hidden layer of a discriminator D, which is also trained against the
 * decoder. With the reconstruction x̃ of z ~ q(z | x), and x_p decoded from z_p ~ p(z),
 *
 * <pre>
 * encoder        KL(q(z | x) ‖ p(z)) + L_l,   L_l = ½ ‖D_l(x) − D_l(x̃)‖²
 * decoder        γ L_l − ln D(x̃) − ln D(x_p)
 * discriminator  −ln D(x) − ln(1 − D(x̃)) − ln(1 − D(x_p))
 * </pre>
 *
 * <p>The adversarial terms of the decoder are those of the non-saturating loss; the paper writes
 * the saturating ones. The likelihood of the options has no part in the objectives: its mean maps
 * the decoder's outputs to pictures. The discriminator of the options has a tenth of the learning
 * rate of the other networks (a custom one brings its optimizer): the authors' program pauses it
 * while it wins, since otherwise its features carry no useful gradients for the decoder.
 */
public final class VaeGan extends GaussianAutoencoder<ExampleBatch> implements Adversarial {
  /** L_l of features (N, …): summed over the features, averaged over the batch. */
  private static final NativeFunction FEATURE_ERROR =
      NativeFunction.of(
          "0.5 * torch.sum(torch.square(a - torch.detach(b))) / torch.size(a, 0)", "a", "b");

  private final Output<Gaussian> posterior = Output.named("posterior");
  private final Output<NDArray> latents = Output.named("latents");
  private final Output<NDArray> realFeatures = Output.named("features of real examples");
  private final Output<NDArray> reconstruction = Output.named("reconstruction");
  private final Output<NDArray> sample = Output.named("sample");
  private final NonSaturating loss = new NonSaturating();
  private final Discriminator discriminator;
  private final VaeGanOptions options;

  /** Creates an untrained model. */
  public VaeGan(VaeGanOptions options) {
    this(
        options.autoencoder().encoder(),
        options.autoencoder().decoder(),
        options.autoencoder().discriminator(),
        options.autoencoder(),
        options.gamma());
  }

  /**
   * Creates an untrained model of custom networks.
   *
   * @param encoder with two heads, mean and log-variance (N, latent)
   * @param decoder of latents (N, latent) to the parameters of the likelihood
   * @param discriminator of examples, with two results: features (N, …) and logits (N, 1)
   * @param options whose architecture and latent size are replaced by the networks'
   */
  public VaeGan(
      Encoder encoder, Decoder decoder, Discriminator discriminator, VaeGanOptions options) {
    this(
        encoder,
        decoder,
        discriminator,
        options.autoencoder().forNetworksOf(decoder),
        options.gamma());
  }

  private VaeGan(
      Encoder encoder,
      Decoder decoder,
      Discriminator discriminator,
      AutoencoderOptions autoencoder,
      double gamma) {
    super(encoder, decoder, autoencoder.likelihood(), discriminator);
    this.discriminator = discriminator;
    options = new VaeGanOptions(autoencoder, gamma);
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static VaeGan load(Path run) throws IOException {
    return Trained.load(run, VaeGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static VaeGan load(Path run, Device device) throws IOException {
    return Trained.load(run, VaeGan.class, device);
  }

  @Override
  public VaeGanOptions options() {
    return options;
  }

  @Override
  public List<Network> discriminators() {
    return List.of(discriminator);
  }

  /** The network that tells real examples from reconstructions and samples. */
  public Discriminator discriminator() {
    return discriminator;
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(
        Phase.of("encoder", this::encoderObjective, encoder()),
        Phase.of("decoder", this::decoderObjective, decoder()),
        Phase.of("discriminator", this::discriminatorObjective, discriminator));
  }

  /** KL(q(z | x) ‖ p(z)) + L_l. */
  Objective encoderObjective(Step<ExampleBatch> step) {
    Discriminated reconstructed = discriminate(picture(z(step)));
    NDArray kl = posterior(step).klToStandard().mean();
    NDArray featureError = FEATURE_ERROR.apply(reconstructed.features(), realFeatures(step));
    return Objective.of("kl", kl).plus("llike", featureError);
  }

  /** γ L_l − ln D(x̃) − ln D(x_p), by the latents without a gradient to the encoder. */
  Objective decoderObjective(Step<ExampleBatch> step) {
    NDArray z = z(step).stopGradient();
    Discriminated reconstructed = discriminate(step.once(reconstruction, () -> picture(z)));
    Discriminated sampled = discriminate(sample(step, z));
    NDArray featureError = FEATURE_ERROR.apply(reconstructed.features(), realFeatures(step));
    return Objective.of("llike", options.gamma(), featureError)
        .plus("reconstructed", loss.generator(reconstructed.logits()))
        .plus("sampled", loss.generator(sampled.logits()));
  }

  /** −ln D(x) − ln(1 − D(x̃)) − ln(1 − D(x_p)). */
  Objective discriminatorObjective(Step<ExampleBatch> step) {
    NDArray reconstructed = step.once(reconstruction, () -> picture(z(step))).stopGradient();
    NDArray sampled = sample(step, posterior(step).mu()).stopGradient();
    return Objective.of("real", loss.real(discriminate(step.batch().examples()).logits()))
        .plus("reconstructed", loss.fake(discriminate(reconstructed).logits()))
        .plus("sampled", loss.fake(discriminate(sampled).logits()));
  }

  /** q(z | x), computed once in a step. */
  private Gaussian posterior(Step<ExampleBatch> step) {
    return step.once(posterior, () -> encoder().posterior(examples(step)));
  }

  /** z = μ + σ·ε, sampled once in a step. */
  private NDArray z(Step<ExampleBatch> step) {
    return step.once(
        latents,
        () -> {
          Gaussian q = posterior(step);
          return q.sample(noise(step, q.mu().getShape()));
        });
  }

  /** x_p of as many z_p ~ p(z) as there are latents, sampled once in a step. */
  private NDArray sample(Step<ExampleBatch> step, NDArray like) {
    return step.once(sample, () -> picture(step.normal(like.getShape().getShape())));
  }

  private NDArray picture(NDArray z) {
    return likelihood().mean(decoder().forward(z));
  }

  /** D_l(x) before the discriminator's update, without a derivative. */
  private NDArray realFeatures(Step<ExampleBatch> step) {
    return step.once(
        realFeatures,
        () -> Gradients.withoutRecording(() -> discriminate(step.batch().examples()).features()));
  }

  private record Discriminated(NDArray features, NDArray logits) {}

  private Discriminated discriminate(NDArray examples) {
    NDList results = discriminator.forwardAll(examples);
    if (results.size() != 2) {
      throw new IllegalStateException(
          "Expected a discriminator of two results, features and logits, but it gave %s; end it with Taps.of(layers, features, logits)"
              .formatted(results.size()));
    }
    return new Discriminated(results.get(0), results.get(1));
  }
}
