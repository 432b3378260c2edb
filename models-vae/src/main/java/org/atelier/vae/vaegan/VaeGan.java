package org.atelier.vae.vaegan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.ExampleBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Decoder;
import org.atelier.model.Discriminator;
import org.atelier.model.Encoder;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.GaussianAutoencoder;

/**
 * The VAE/GAN (Larsen et al., arXiv:1512.09300): likeness is not measured by pixels but by what the
 * discriminator sees in a hidden layer, D_l, and the decoder is its adversary as well. With x̃ of z
 * ~ q(z | x), and x_p of a latent of the prior,
 *
 * <pre>
 * encoder        KL(q(z | x) ‖ p(z)) + L_l,   L_l = ½ ‖D_l(x) − D_l(x̃)‖²
 * decoder        γ L_l − ln D(x̃) − ln D(x_p)
 * discriminator  −ln D(x) − ln(1 − D(x̃)) − ln(1 − D(x_p))
 * </pre>
 *
 * <p>The decoder's two logarithms are those of the non-saturating loss; the paper writes the
 * saturating ones. The likelihood of the options takes no part in the training: its mean makes
 * pictures of the decoder's numbers. The discriminator learns ten times slower than the others (one
 * of the architecture; the caller's own brings its optimizer): the authors' program stops it while
 * it wins, for otherwise its features come to mean nothing that a decoder could learn from.
 */
public final class VaeGan extends GaussianAutoencoder<ExampleBatch> {
  /** For features (N, …): summed over an example's, averaged over examples. */
  private static final NativeFunction LIKENESS =
      NativeFunction.of(
          "0.5 * torch.sum(torch.square(a - torch.detach(b))) / torch.size(a, 0)", "a", "b");

  private final Output<NDArray> code = Output.named("code");
  private final Output<NDArray> realFeatures = Output.named("features of real examples");
  private final Output<NDArray> reconstructed = Output.named("reconstructed");
  private final Output<NDArray> sampled = Output.named("sampled");
  private final NonSaturating loss = new NonSaturating();
  private final Discriminator discriminator;
  private final VaeGanOptions options;

  /** A model that knows nothing yet. */
  public VaeGan(VaeGanOptions options) {
    this(
        options.autoencoder().encoder(),
        options.autoencoder().decoder(),
        options.autoencoder().discriminator(),
        options.autoencoder(),
        options.gamma());
  }

  /**
   * A model of the caller's own networks.
   *
   * @param encoder with two heads, mean and log-variance (N, latent)
   * @param decoder of (N, latent) to what the likelihood takes
   * @param discriminator of examples, with two results: features (N, …) and scores (N, 1)
   * @param options whose architecture and number of latents give way to the networks'
   */
  public VaeGan(
      Encoder encoder, Decoder decoder, Discriminator discriminator, VaeGanOptions options) {
    this(encoder, decoder, discriminator, options.autoencoder().ofOwn(decoder), options.gamma());
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

  /** The network that judges examples. */
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

  Objective encoderObjective(Step<ExampleBatch> step) {
    Judged again = judge(picture(once(step)));
    return Objective.of("kl", posterior(step).klToStandard().mean())
        .plus("likeness", LIKENESS.apply(again.features(), realFeatures(step)));
  }

  Objective decoderObjective(Step<ExampleBatch> step) {
    NDArray z = once(step).stopGradient();
    Judged again = judge(step.once(reconstructed, () -> picture(z)));
    Judged made = judge(step.once(sampled, () -> picture(step.normal(z.getShape().getShape()))));
    return Objective.of(
            "likeness", options.gamma(), LIKENESS.apply(again.features(), realFeatures(step)))
        .plus("reconstructed", loss.generator(again.scores()))
        .plus("sampled", loss.generator(made.scores()));
  }

  Objective discriminatorObjective(Step<ExampleBatch> step) {
    NDArray again = step.once(reconstructed, () -> picture(once(step))).stopGradient();
    NDArray z = posterior(step).mean();
    NDArray made =
        step.once(sampled, () -> picture(step.normal(z.getShape().getShape()))).stopGradient();
    return Objective.of("real", loss.real(judge(step.batch().examples()).scores()))
        .plus("reconstructed", loss.fake(judge(again).scores()))
        .plus("sampled", loss.fake(judge(made).scores()));
  }

  /** The step's code, the same in all phases. */
  private NDArray once(Step<ExampleBatch> step) {
    return step.once(code, () -> code(step));
  }

  private NDArray picture(NDArray codes) {
    return likelihood().mean(decoder().forward(codes));
  }

  /** D_l(x) before the discriminator learns, without a derivative. */
  private NDArray realFeatures(Step<ExampleBatch> step) {
    return step.once(
        realFeatures,
        () -> Gradients.withoutRecording(() -> judge(step.batch().examples()).features()));
  }

  private record Judged(NDArray features, NDArray scores) {}

  private Judged judge(NDArray examples) {
    NDList results = discriminator.forwardAll(examples);
    if (results.size() != 2) {
      throw new IllegalStateException(
          "Expected a discriminator of two results, features and scores, but it gave "
              + results.size());
    }
    return new Judged(results.get(0), results.get(1));
  }
}
