package org.atelier.translation.style.gatys;

import java.util.List;
import java.util.Set;
import org.atelier.translation.style.Colours;

/**
 * Options of {@link OptimisedStyle}. They belong to a network, since they name its taps: {@link
 * #mobileNet}, {@link #vgg}, {@link #compressedVgg}.
 *
 * @param objective what is minimised
 * @param canvas what is changed, and how
 * @param scales the sizes and steps
 * @param start the picture with which it begins
 * @param colours whose colours the result has
 * @param seed of all randomness
 */
public record OptimisedStyleOptions(
    StyleObjective objective,
    StyleCanvas canvas,
    StyleScales scales,
    StyleStart start,
    Colours colours,
    long seed) {
  /** How strongly frames of a film are held to the ones before. */
  private static final double TEMPORAL = 100;

  /** {@link #mobileNet()}. */
  public static OptimisedStyleOptions defaults() {
    return mobileNet();
  }

  /**
   * For the bundled MobileNetV2: linear bottlenecks and the first layer at full resolution, a
   * spectrum as the canvas. With Gram matrices of pixels, this network gives coloured noise.
   */
  public static OptimisedStyleOptions mobileNet() {
    var style =
        new StyleTerm(
            10,
            StyleTerm.Measure.RELATIVE_WASSERSTEIN,
            StyleTap.of(
                "conv0.dense",
                "block00.project",
                "block02.add",
                "block05.add",
                "block09.add",
                "block12.add"));
    var content = new ContentTerm(1, ContentTerm.Measure.RELATIVE, StyleTap.of("block09.add"));
    // The excess is 10 on pixels in [0, 1]. Without smoothness there is coloured grain at 512
    // pixels.
    var penalties = new StylePenalties(4, 0, 2.5, TEMPORAL);
    return new OptimisedStyleOptions(
        new StyleObjective(style, content, penalties),
        new StyleCanvas(
            StyleCanvas.Surface.FOURIER, new StyleSolver.BySteps(0.02, 0.99, 0.05), true, 0),
        new StyleScales(512, 128, 80, 50, 1),
        StyleStart.RECOLOURED,
        Colours.STYLE,
        0);
  }

  /**
   * For VGG-19 with the published weights, as crowsonkb/style-transfer-pytorch has it: pixels,
   * Wasserstein-2, most weight on the first taps.
   */
  public static OptimisedStyleOptions vgg() {
    var taps =
        List.of(
            new StyleTap("relu1_1", 256),
            new StyleTap("relu2_1", 64),
            new StyleTap("relu3_1", 16),
            new StyleTap("relu4_1", 4),
            new StyleTap("relu5_1", 1));
    var style = new StyleTerm(1, StyleTerm.Measure.WASSERSTEIN, taps);
    var content = new ContentTerm(0.015, ContentTerm.Measure.NORMALISED, StyleTap.of("relu4_2"));
    // 2 on pixels in [0, 1].
    var penalties = new StylePenalties(0.5, 0, 0, TEMPORAL);
    return new OptimisedStyleOptions(
        new StyleObjective(style, content, penalties),
        new StyleCanvas(
            StyleCanvas.Surface.PIXELS, new StyleSolver.BySteps(0.04, 0.99, 1), false, 0.99),
        new StyleScales(512, 128, 1000, 500, 1),
        StyleStart.CONTENT,
        Colours.STYLE,
        0);
  }

  /**
   * For the compressed VGG-19 of Collaborative Distillation: Wasserstein-2, a spectrum. (With a
   * third of the content's weight, objects of the painting appear in meadows.)
   */
  public static OptimisedStyleOptions compressedVgg() {
    var taps = StyleTap.of("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1");
    var style = new StyleTerm(15, StyleTerm.Measure.RELATIVE_WASSERSTEIN, taps);
    var content = new ContentTerm(3, ContentTerm.Measure.RELATIVE, StyleTap.of("relu4_1"));
    // Smoothness and shifts against a weave of two pixels, the pooling's, in smooth paintings.
    var penalties = new StylePenalties(8, 0, 2.5, TEMPORAL);
    return new OptimisedStyleOptions(
        new StyleObjective(style, content, penalties),
        new StyleCanvas(
            StyleCanvas.Surface.FOURIER, new StyleSolver.BySteps(0.02, 0.99, 0.05), true, 0),
        new StyleScales(512, 128, 45, 35, 1),
        StyleStart.RECOLOURED,
        Colours.STYLE,
        0);
  }

  /** Returns the taps that a network needs. */
  public Set<String> taps() {
    return new StyleCost(objective).taps();
  }

  /** Returns a copy with another objective. */
  public OptimisedStyleOptions withObjective(StyleObjective objective) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }

  /** Returns a copy with another canvas. */
  public OptimisedStyleOptions withCanvas(StyleCanvas canvas) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }

  /** Returns a copy with other sizes and steps. */
  public OptimisedStyleOptions withScales(StyleScales scales) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }

  /** Returns a copy with another start. */
  public OptimisedStyleOptions withStart(StyleStart start) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }

  /** Returns a copy with other colours. */
  public OptimisedStyleOptions withColours(Colours colours) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }

  /** Returns a copy with another seed. */
  public OptimisedStyleOptions withSeed(long seed) {
    return new OptimisedStyleOptions(objective, canvas, scales, start, colours, seed);
  }
}
