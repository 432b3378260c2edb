package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.options.OptionChecks;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.Colours;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.gatys.ScaleTargets.RegionTarget;
import org.jspecify.annotations.Nullable;

/**
 * Style transfer by optimisation (Gatys et al., arXiv:1508.06576): coarse to fine, a picture x is
 * changed so that the features φ of a frozen network have the content's values and the styles'
 * statistics S,
 *
 * <pre>
 * min over x of  w_s Σ_k a_k · distance(S(φ_k(x)), S(φ_k(style)))
 *              + w_c Σ_k b_k · distance(φ_k(x), φ_k(content)) + penalties of x
 * </pre>
 *
 * <pre>{@code
 * var options = OptimisedStyleOptions.mobileNet();
 * try (var network = BundledMobileNetV2.extractor(options.taps(), Device.cpu());
 *     var style = new OptimisedStyle(network, options, List.of(Style.of(painting)))) {
 *   Picture restyled = style.apply(photograph);
 * }
 * }</pre>
 *
 * <p>Of several styles the statistics are averaged by their shares. Regions of the content have the
 * styles' statistics of the regions of the same colour. A frame of a film with {@link
 * StyleContent.Previous} begins with the result before, at the last size alone, and is held to it
 * where the content stands still.
 *
 * <p>Where the activations of a whole pass do not fit into memory, they are computed anew segment
 * by segment ({@link StyleMemory}): the same gradient, in about a third more time. For one thread.
 */
public final class OptimisedStyle implements StyleTransfer {
  private static final String ENGINE = "PyTorch";

  private final FeatureExtractor extractor;
  private final OptimisedStyleOptions options;
  private final List<Style> styles;
  private final @Nullable StyleTransfer first;
  private final StyleCost cost;
  private final StyleMemory memory;
  private final StyleTargets targets;
  private final NDManager kept;
  private final Map<Integer, List<RegionTarget>> bySide = new HashMap<>();

  /**
   * Creates a transfer.
   *
   * @param extractor a network with the options' {@linkplain OptimisedStyleOptions#taps taps}; it
   *     stays open
   * @param styles at least one
   * @throws IllegalArgumentException if there is no style, one is too narrow, or the network lacks
   *     a tap
   */
  public OptimisedStyle(
      FeatureExtractor extractor, OptimisedStyleOptions options, List<Style> styles) {
    this(extractor, options, styles, null);
  }

  /**
   * Creates a transfer that begins with the result of another, in place of the options' start.
   * (Tried with {@code PatchStyle} and the bundled network at 256 pixels, one size, 50 steps: its
   * strokes stay and become sharper, and so do its mistakes, such as stars on a hillside; from the
   * recoloured content the content is clearer.) The other's result is reduced to the first size, so
   * choose {@link StyleScales#smallest} near the result's.
   *
   * @param first the other; it stays open
   */
  public OptimisedStyle(
      FeatureExtractor extractor,
      OptimisedStyleOptions options,
      List<Style> styles,
      @Nullable StyleTransfer first) {
    this(extractor, options, styles, first, StyleMemory.ofMachine(extractor.device()));
  }

  /**
   * Creates a transfer with a limit of memory.
   *
   * @param first makes the picture to begin with; null for the options' start
   * @param memory how many bytes of the device's memory it may take, positive
   */
  public OptimisedStyle(
      FeatureExtractor extractor,
      OptimisedStyleOptions options,
      List<Style> styles,
      @Nullable StyleTransfer first,
      long memory) {
    OptionChecks.atLeast(1, "memory", memory);
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one style, but got none");
    }
    this.extractor = extractor;
    this.options = options;
    this.styles = List.copyOf(styles);
    this.first = first;
    cost = new StyleCost(options.objective());
    this.memory = new StyleMemory(extractor, cost, memory);
    cost.taps().forEach(extractor::path);
    for (Style style : styles) {
      Picture picture = style.picture();
      options.scales().ofStyle(options.scales().size(), picture.height(), picture.width());
    }
    targets = new StyleTargets(extractor, cost, options);
    kept = NDManager.newBaseManager(extractor.device(), ENGINE);
  }

  @Override
  public Picture apply(StyleContent content) {
    Picture picture = content.picture();
    List<StyleScales.Scale> scales = options.scales().of(picture.height(), picture.width());
    StyleScales.Scale last = scales.get(scales.size() - 1);
    if (options.colours() == Colours.ONLY) {
      return new StartPicture(styles, options.seed()).recoloured(sized(picture, last));
    }
    memory.requireFits(last, picture);
    List<Style> own = stylesFor(picture);
    Picture subject = options.colours() == Colours.KEEP ? picture.toGrey().toRgb() : picture;
    var run = new StyleRun(extractor, options, cost, memory, own, subject, content);
    Picture result =
        run.result(
            content.previous() == null ? scales : List.of(last),
            first,
            (at, owner) -> targetsOf(own, content, at, owner),
            shown -> finished(shown, picture));
    return finished(result, picture);
  }

  private Picture finished(Picture result, Picture content) {
    if (options.colours() != Colours.KEEP) {
      return result;
    }
    return ColourTransfer.withChroma(
        result, Resizer.BICUBIC.resize(content, result.height(), result.width()).clamped());
  }

  /** Styles as this content needs them to keep its colours. */
  private List<Style> stylesFor(Picture content) {
    return switch (options.colours()) {
      case KEEP ->
          styles.stream()
              .map(style -> with(style, ColourTransfer.matchLuminance(style.picture(), content)))
              .toList();
      case KEEP_HISTOGRAM ->
          styles.stream()
              .map(style -> with(style, ColourTransfer.matchHistogram(style.picture(), content)))
              .toList();
      case STYLE, ONLY -> styles;
    };
  }

  private static Style with(Style style, Picture picture) {
    return new Style(picture, style.share(), style.regions());
  }

  /** Returns a picture of another size, clamped to [-1, 1]. */
  static Picture sized(Picture picture, StyleScales.Scale size) {
    return Resizer.BICUBIC.resize(picture, size.height(), size.width()).clamped();
  }

  /** Statistics that depend on the styles alone are kept for the next content. */
  private List<RegionTarget> targetsOf(
      List<Style> own, StyleContent content, StyleScales.Scale at, NDManager owner) {
    if (content.regions() != null || options.colours() != Colours.STYLE) {
      return targets.of(own, content.regions(), at, owner);
    }
    return bySide.computeIfAbsent(
        at.side(), side -> Gradients.withoutRecording(() -> targets.of(own, null, at, kept)));
  }

  @Override
  public void close() {
    kept.close();
  }
}
