package org.atelier.cli.style;

import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.translation.style.Colours;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about the result. */
final class RestylingOptions {
  private static final int LEAST_SIZE = 32;
  private static final int MOST_SIZE = 8192;
  private static final int MOST_UNASKED = 1024;

  @Range(from = LEAST_SIZE, to = MOST_SIZE)
  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Longer side of the result in pixels (default: that of the content, but at most 1024,"
              + " since most methods take time and memory by the pixel).")
  @Nullable Integer size;

  @Range(from = 0, above = true, to = 10)
  @Option(
      names = "--strength",
      paramLabel = "X",
      description =
          "How much style. patches, gatys: 1 is the usual strength, 2 is looser and more abstract;"
              + " adain, wct, swap: the share of the style's features, at most 1 (default: that of the"
              + " method).")
  @Nullable Double strength;

  @Option(
      names = "--colors",
      paramLabel = "style|keep|keep-histogram|only",
      converter = ColoursConverter.class,
      description =
          "style: the style's colours; keep: the content's, under the style's brightness;"
              + " keep-histogram: the style is recoloured like the content first; only: nothing but"
              + " the style's colours (default: style).")
  Colours colours = Colours.STYLE;

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
      description =
          "Write the picture so far to --out after every N steps, of patches every N per cent"
              + " (default: never).")
  @Nullable Integer previewEvery;

  void check(StyleMethod method, StyleInputs styles) {
    if (strength != null && method == StyleMethod.FAST) {
      throw new UsageException(
          "--strength expects another method, since a network of --method fast has the strength that it was trained with; leave it out");
    }
    if (strength != null && strength > 1 && method.takesShare()) {
      throw new UsageException(
          "--strength expects at most 1, all of the style's features, with --method %s, but was %s; choose a smaller one"
              .formatted(method, strength));
    }
    Path file = mask;
    if (file != null) {
      Inputs.picture("--mask", file);
    }
    if (styles.haveMasks() && file == null) {
      throw new UsageException(
          "--style-mask expects the content's mask too; give it by --mask, or leave --style-mask out");
    }
  }

  /** The longer side of the result of a content. */
  int longerSide(int height, int width) {
    return size != null ? size : Math.min(MOST_UNASKED, Math.max(height, width));
  }
}
