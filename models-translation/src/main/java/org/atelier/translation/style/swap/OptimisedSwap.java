package org.atelier.translation.style.swap;

import java.util.List;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.loss.IsotropicVariation;
import org.atelier.model.canvas.Canvas;
import org.atelier.model.canvas.CanvasLoop;
import org.atelier.model.canvas.CanvasLoopOptions;
import org.atelier.model.canvas.Fourier;
import org.atelier.model.network.NetworkMemory;
import org.atelier.model.objective.Objective;
import org.atelier.optim.Adam;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.StillParts;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.wct.FeatureTap;
import org.atelier.translation.style.wct.PaddedSize;

/**
 * Style transfer by swapping patches without a decoder (Chen and Schmidt, arXiv:1612.04337,
 * equation 4): the picture is optimised so that its features become the swapped ones.
 *
 * <pre>
 * mean (Φ(x) − Φ_swap)² / var Φ_swap + λ TV(x) + 10 mean (x − clamp x)²
 * </pre>
 *
 * <p>Deep features say little of colours. So the start is the content with the mean and covariance
 * of the styles' colours, and what is optimised is the spectrum with decorrelated colours, in which
 * these are kept.
 */
public final class OptimisedSwap implements StyleTransfer {
  private static final String ENGINE = "PyTorch";
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double OUTSIDE_WEIGHT = 10;

  /** Measured: bytes for each pixel, of the compressed VGG-19 to relu4_1. */
  private static final double BYTES_PER_PIXEL = 1600;

  private static final NativeFunction RELATIVE =
      NativeFunction.of(
          "torch.div(torch.mean(torch.square(torch.sub(x, t))), torch.clamp(torch.var(t), 1e-12))",
          "x",
          "t");

  private static final NativeFunction OUTSIDE =
      NativeFunction.of("torch.mean(torch.square(torch.sub(x, torch.clamp(x, -1., 1.))))", "x");

  private final FeatureTap tap;
  private final OptimisedSwapOptions options;
  private final List<Style> styles;
  private final FeatureSwap swap;

  /**
   * Computes the styles' patches.
   *
   * @param tap the features, mostly relu3_1 or relu4_1 of a VGG; the encoder stays the caller's
   * @param styles at least one
   * @throws IllegalArgumentException if a style is smaller than a patch
   */
  public OptimisedSwap(FeatureTap tap, List<Style> styles, OptimisedSwapOptions options) {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one style");
    }
    this.tap = tap;
    this.options = options;
    this.styles = List.copyOf(styles);
    swap = new FeatureSwap(tap, styles, options.swap());
  }

  @Override
  public Picture apply(StyleContent content) {
    PaddedSize size = PaddedSize.of(content.picture(), tap.stride(), swap.leastSide());
    NetworkMemory.require(
        "a picture of %s×%s pixels".formatted(size.height(), size.width()),
        (double) size.paddedHeight() * size.paddedWidth() * BYTES_PER_PIXEL);
    Picture start = size.pad(ColourTransfer.inColoursOf(content.picture(), styles, tap.device()));
    var adam = Adam.of(options.learningRate(), BETA1).withBeta2(BETA2);
    var surface = Fourier.defaults().withSquashed(false).withUnitScale(true);
    try (Canvas canvas = Canvas.ofPictures("swap", List.of(start), surface, adam)) {
      canvas.initialize(options.seed(), tap.device());
      new CanvasLoop(
              canvas,
              CanvasLoopOptions.defaults().withSteps(options.steps()).withSeed(options.seed()))
          .listening(
              progress ->
                  content
                      .progress()
                      .step(
                          progress.stepsDone(),
                          progress.steps(),
                          () -> cropped(progress.pictures().get(0), size)))
          .run(
              manager ->
                  swap.swapped(
                      tap.encode(content.picture(), size, manager), size, content.regions()),
              (step, picture) ->
                  Objective.of("features", RELATIVE.apply(tap.encode(picture), step.batch()))
                      .plus("variation", options.variation(), () -> IsotropicVariation.of(picture))
                      .plus("outside", OUTSIDE_WEIGHT, OUTSIDE.apply(picture)));
      Picture made = cropped(canvas.pictures().get(0), size);
      StyleContent.Previous previous = content.previous();
      return previous == null
          ? made
          : StillParts.kept(made, content.picture(), previous, tap.device());
    }
  }

  private static Picture cropped(Picture padded, PaddedSize size) {
    return padded.crop(0, 0, size.height(), size.width()).clamped();
  }

  @Override
  public void close() {
    swap.close();
  }
}
