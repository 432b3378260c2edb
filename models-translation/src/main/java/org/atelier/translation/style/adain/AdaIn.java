package org.atelier.translation.style.adain;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.Gradients;
import org.atelier.loss.L2;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.jspecify.annotations.Nullable;

/**
 * Any style on any picture in one pass (Huang and Belongie, arXiv:1703.06868), with the training of
 * naoto0804/pytorch-AdaIN. A frozen encoder E, adaptive instance normalisation, and a decoder D
 * that is trained; with c a content, s a style, and φ_k the encoder's taps, D minimises
 *
 * <pre>
 * t = AdaIN(E(c), E(s))
 * |E(D(t)) − t|² + λ · Σ_k [ |μ(φ_k(D(t))) − μ(φ_k(s))|² + |σ(φ_k(D(t))) − σ(φ_k(s))|² ]
 * </pre>
 *
 * <p>Batches hold contents as A and styles as B. A checkpoint has the decoder; who loads it gives
 * the encoder again ({@link #encodeWith}).
 */
public final class AdaIn extends GenerativeModel<UnpairedImages> {
  private final AdaInOptions options;
  private final Network decoder;
  private @Nullable StyleEncoder encoder;

  /** Creates an untrained model; it needs an encoder ({@link #encodeWith}). */
  public AdaIn(AdaInOptions options) {
    this(
        options,
        new Network(
            "decoder", options.decoder().layers(), options.optimizer(), options.features()));
  }

  private AdaIn(AdaInOptions options, Network decoder) {
    super(decoder);
    this.options = options;
    this.decoder = decoder;
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static AdaIn load(Path run, Device device) throws IOException {
    return Trained.load(run, AdaIn.class, device);
  }

  /**
   * Gives the model its encoder.
   *
   * @param encoder the one with which the decoder was trained, or is to be; it stays the caller's,
   *     and open as long as the model is used
   * @throws IllegalArgumentException if its features are not those that the decoder decodes
   */
  public void encodeWith(StyleEncoder encoder) {
    long channels = encoder.extractor().channels(encoder.last());
    long stride = encoder.extractor().receptiveField(encoder.last()).stride();
    if (channels != options.channels() || stride != options.decoder().multiple()) {
      throw new IllegalArgumentException(
          "Expected an encoder of %s channels and stride %s, which this decoder decodes, but %s of %s has %s and %s"
              .formatted(
                  options.channels(),
                  options.decoder().multiple(),
                  encoder.last(),
                  encoder.extractor().name(),
                  channels,
                  stride));
    }
    this.encoder = encoder;
  }

  private StyleEncoder encoder() {
    StyleEncoder given = encoder;
    if (given == null) {
      throw new IllegalStateException(
          "This AdaIn has no encoder; call encodeWith(StyleEncoder) with the network it was trained with");
    }
    return given;
  }

  @Override
  public AdaInOptions options() {
    return options;
  }

  /** D: features (N, C, H, W) to pictures in [-1, 1], which may be exceeded. */
  public Network decoder() {
    return decoder;
  }

  @Override
  public List<Phase<UnpairedImages>> phases() {
    encoder();
    return List.of(Phase.of("decoder", this::objective, decoder));
  }

  private Objective objective(Step<UnpairedImages> step) {
    StyleEncoder e = encoder();
    NDArray c = step.batch().a();
    Map<String, NDArray> style =
        Gradients.withoutRecording(() -> e.extractor().of(step.batch().b(), e.taps()));
    NDArray t =
        Gradients.withoutRecording(() -> Moments.of(style.get(e.last())).adapt(e.features(c)));
    Map<String, NDArray> made = e.extractor().of(decoder.forward(t), e.taps());
    NDArray styleLoss = null;
    for (String tap : e.taps()) {
      Moments of = Moments.of(made.get(tap));
      Moments wanted = Gradients.withoutRecording(() -> Moments.of(style.get(tap)));
      NDArray term = L2.of(of.mean(), wanted.mean()).add(L2.of(of.deviation(), wanted.deviation()));
      styleLoss = styleLoss == null ? term : styleLoss.add(term);
    }
    return Objective.of("content", L2.of(made.get(e.last()), t))
        .plus("style", options.styleWeight(), styleLoss);
  }

  /**
   * Returns the transfer of styles, which needs this model and its encoder open.
   *
   * @param styles at least one; of several, what AdaIN makes of each is averaged by their shares.
   *     Regions of the content take the style of the styles' regions of the same colour
   * @param strength how much of the style is taken, from 0 (the content, decoded) to 1
   */
  public StyleTransfer transfer(List<Style> styles, double strength) {
    return new AdaInTransfer(encoder(), decoder, options.decoder().multiple(), styles, strength);
  }
}
