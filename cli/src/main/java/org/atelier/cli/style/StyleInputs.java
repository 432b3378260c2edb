package org.atelier.cli.style;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.translation.style.PaintingMargin;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about the pictures whose style is taken. */
final class StyleInputs {
  private static final int LEAST_SIZE = 32;
  private static final int MOST_SIZE = 8192;

  @Option(
      names = "--style",
      paramLabel = "FILE",
      converter = PictureName.Converter.class,
      description =
          "Picture whose style is taken, such as a photograph of a painting; may be given several"
              + " times. "
              + PictureName.RULE)
  private List<PictureName> styles = new ArrayList<>();

  @Range(from = 0, above = true)
  @Option(
      names = "--style-share",
      paramLabel = "X,...",
      split = ",",
      description = "How much each style counts, in their order (default: the same).")
  private List<Double> shares = new ArrayList<>();

  @Range(from = LEAST_SIZE, to = MOST_SIZE)
  @Option(
      names = "--style-size",
      paramLabel = "N",
      description =
          "Longer side in pixels to which styles are scaled: smaller gives finer strokes"
              + " (default: that of the output).")
  private @Nullable Integer size;

  @Range(from = 0, to = 0.4)
  @Option(
      names = "--style-margin",
      paramLabel = "X",
      description =
          "Share of the longer side that is cropped off each side of a style, since reproductions of"
              + " paintings show frames and edges of the canvas (default: 0.04).")
  private double margin = PaintingMargin.USUAL;

  @Option(
      names = "--style-mask",
      paramLabel = "FILE",
      description =
          "Mask of a style, of its size: each colour is a region, whose style the region of the"
              + " same colour in --mask gets. Once for each style, in their order.")
  private List<Path> masks = new ArrayList<>();

  boolean areGiven() {
    return !styles.isEmpty();
  }

  /** The files of styles and of their masks. */
  List<Path> paths() {
    var paths = new ArrayList<>(masks);
    styles.stream().filter(style -> !style.isEmbedded()).forEach(style -> paths.add(style.path()));
    return paths;
  }

  boolean haveMasks() {
    return !masks.isEmpty();
  }

  /** Checks the options before anything is loaded. */
  void check(boolean needed) {
    if (needed && styles.isEmpty()) {
      throw new UsageException(
          "--style expects the picture whose style is taken, but none was given; name one, such as --style painting.jpg");
    }
    if (!shares.isEmpty() && shares.size() != styles.size()) {
      throw new UsageException(
          "--style-share expects a number for each --style, of which there are %s, but got %s"
              .formatted(styles.size(), shares.size()));
    }
    if (!masks.isEmpty() && masks.size() != styles.size()) {
      throw new UsageException(
          "--style-mask expects a mask for each --style, of which there are %s, but got %s"
              .formatted(styles.size(), masks.size()));
    }
    masks.forEach(file -> Inputs.file("--style-mask", "a picture", file));
    styles.forEach(style -> style.check("--style"));
  }

  /** How large the styles are to be seen over the result. */
  double scale(int longerSide) {
    return size == null ? 1 : (double) size / longerSide;
  }

  /**
   * Reads the styles.
   *
   * @param longerSide to which the styles are scaled, in pixels; 0 to leave them as they are
   */
  List<Style> read(int longerSide) {
    var read = new ArrayList<Style>();
    for (int i = 0; i < styles.size(); i++) {
      PictureName file = styles.get(i);
      Path mask = masks.isEmpty() ? null : masks.get(i);
      double share = shares.isEmpty() ? 1 : shares.get(i);
      read.add(UsageException.unless(() -> read(file, mask, share, longerSide)));
    }
    return read;
  }

  private Style read(PictureName file, @Nullable Path mask, double share, int longerSide)
      throws IOException {
    Picture whole = file.read().picture().toRgb();
    Picture picture = PaintingMargin.cropped(whole, margin);
    requireTexture(file, picture);
    Regions regions = mask == null ? null : Masks.ofStyle(mask, whole, margin);
    Picture scaled = longerSide == 0 ? picture : scaled(picture, longerSide);
    return new Style(
        scaled, share, regions == null ? null : regions.resized(scaled.height(), scaled.width()));
  }

  /** Refuses a picture of one colour, in whose style everything would be that colour. */
  private static void requireTexture(PictureName file, Picture picture) {
    float[] values = picture.values();
    int plane = picture.height() * picture.width();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[i / plane * plane]) {
        return;
      }
    }
    throw new UsageException(
        "--style expects a picture with strokes or a texture, but %s has one colour only; choose another picture, or a smaller --style-margin"
            .formatted(file));
  }

  /** Scales a picture so that its longer side is {@code side}. */
  static Picture scaled(Picture picture, int side) {
    int longer = Math.max(picture.height(), picture.width());
    if (longer == side) {
      return picture;
    }
    int height = Math.max(1, (int) Math.round((double) picture.height() * side / longer));
    int width = Math.max(1, (int) Math.round((double) picture.width() * side / longer));
    return Resizer.BICUBIC.resize(picture, height, width).clamped();
  }
}
