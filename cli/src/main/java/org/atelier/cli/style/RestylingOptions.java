package org.atelier.cli.style;

import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about the result. */
final class RestylingOptions {
  private static final int LEAST_SIZE = 32;
  private static final int MOST_SIZE = 8192;

  @Range(from = LEAST_SIZE, to = MOST_SIZE)
  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Longer side of the result in pixels (default: that of the content, but at most 1024,"
              + " since most methods take time and memory by the pixel).")
  @Nullable Integer size;

  @Range(from = 0, to = 10)
  @Option(
      names = "--strength",
      paramLabel = "X",
      description =
          "How much style: 0 gives the content, 1 the method's usual strength, more is more"
              + " abstract (adain, wct and swap: at most 1) (default: 1).")
  double strength = 1;

  @Option(
      names = "--colors",
      paramLabel = "style|keep|only",
      description =
          "style: the style's colours; keep: the content's colours, with the style's brush"
              + " strokes; only: the style's colours alone (default: style).")
  ColourChoice colours = ColourChoice.STYLE;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "Mask of the content, of its size. With --style-mask, each colour is a region that gets"
              + " the style of the style's region of this colour; without, what is white is restyled"
              + " and what is black stays.")
  @Nullable Path mask;

  @Option(names = "--seed", paramLabel = "N", description = "Random seed (default: 0).")
  long seed;

  @Range(from = 1)
  @Option(
      names = "--preview-every",
      paramLabel = "N",
      description = "Write the picture so far to --out after every N steps (default: never).")
  @Nullable Integer previewEvery;

  void check(StyleInputs styles) {
    Path file = mask;
    if (file != null) {
      Inputs.file("--mask", "a picture", file);
    }
    if (styles.haveMasks() && file == null) {
      throw new UsageException(
          "--style-mask expects the content's mask too; give it by --mask, or leave --style-mask out");
    }
  }

  /** The longer side of the result of a content. */
  int longerSide(int height, int width) {
    return size != null ? size : Math.min(DEFAULT_MOST, Math.max(height, width));
  }

  private static final int DEFAULT_MOST = 1024;
}
