package org.atelier.cli.dream;

import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.translation.dream.ClassicDream;
import org.atelier.translation.dream.ClassicOptions;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.DreamObjective;
import org.atelier.translation.dream.Dreamer;
import org.atelier.translation.dream.FourierDream;
import org.atelier.translation.dream.FourierOptions;
import org.atelier.translation.dream.Octaves;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how it is dreamt. */
final class DreamManner {
  /** Adam's learning rate from a photograph: with 0.05, as from noise, its colours are lost. */
  private static final double PHOTOGRAPH = 0.03;

  /** Values of {@code --param}. */
  enum Param {
    PIXELS,
    FOURIER
  }

  @Option(
      names = "--param",
      paramLabel = "pixels|fourier",
      description =
          "What is changed: pixels, in octaves from coarse to fine, or the spectrum of the"
              + " picture, which keeps its colours and forms (default: pixels).")
  private Param param = Param.PIXELS;

  @Range(from = 1, to = 12)
  @Option(
      names = "--octaves",
      paramLabel = "N",
      description = "Sizes from coarse to fine, of pixels (default: 4).")
  private @Nullable Integer octaves;

  @Range(from = 1, above = true, to = 4)
  @Option(
      names = "--octave-ratio",
      paramLabel = "X",
      description = "From one size to the next (default: 1.4).")
  private @Nullable Double ratio;

  @Range(from = 1, to = 100_000)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps; of pixels, in each octave (default: 10 for pixels, 32 for fourier).")
  private @Nullable Integer steps;

  @Range(from = 0, above = true, to = 10)
  @Option(
      names = "--step-size",
      paramLabel = "X",
      description =
          "Strength: of pixels, the mean change in a step, where black is -1 and white 1; of"
              + " fourier, Adam's learning rate (default: 0.01 for pixels, 0.03 for fourier).")
  private @Nullable Double stepSize;

  @Range(from = 0, to = 1000)
  @Option(
      names = "--jitter",
      paramLabel = "N",
      description = "Pixels by which the picture is rolled at random in each step (default: 12).")
  private @Nullable Integer jitter;

  @Range(from = 1, to = 8)
  @Option(
      names = "--bands",
      paramLabel = "N",
      description =
          "Bands of a Laplacian pyramid in which gradients are normalised, so that coarse forms"
              + " grow as fast as fine ones; 1 is the plain gradient (default: 4).")
  private @Nullable Integer bands;

  @Range(from = 64, to = 8192)
  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "Pictures of more than NxN pixels are differentiated in tiles of this side, at other"
              + " places in each step; rounded to a multiple of 32 (default: 768).")
  private @Nullable Integer tile;

  /** Refuses options of the other way. */
  void check() {
    if (param == Param.FOURIER
        && (octaves != null || ratio != null || jitter != null || bands != null || tile != null)) {
      throw new UsageException(
          "--octaves, --octave-ratio, --jitter, --bands and --tile are options of --param pixels; leave them out");
    }
    if (param == Param.FOURIER) {
      fourier();
    } else {
      classic();
    }
  }

  /** Steps of a picture's dream; fewer where the coarsest octaves would be tiny. */
  Dreamer dreamer(DreamFeatures features, DreamObjective objective) {
    return param == Param.FOURIER
        ? new FourierDream(features, objective, fourier())
        : new ClassicDream(features, objective, classic());
  }

  private FourierOptions fourier() {
    FourierOptions options = FourierOptions.defaults();
    return options
        .withSteps(steps == null ? options.steps() : steps)
        .withLearningRate(stepSize == null ? PHOTOGRAPH : stepSize);
  }

  private ClassicOptions classic() {
    ClassicOptions options = ClassicOptions.defaults();
    Octaves sizes = options.octaves();
    return options
        .withOctaves(
            new Octaves(
                octaves == null ? sizes.count() : octaves,
                ratio == null ? sizes.ratio() : ratio,
                steps == null ? sizes.steps() : steps))
        .withStepSize(stepSize == null ? options.stepSize() : stepSize)
        .withJitter(jitter == null ? options.jitter() : jitter)
        .withBands(bands == null ? options.bands() : bands)
        .withTiles(
            tile == null ? options.tiles() : options.tiles().withSide((tile + 16) / 32 * 32));
  }
}
