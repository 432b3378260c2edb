package org.atelier.cli.dream;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.cli.command.DelayOption;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.translation.dream.Zoom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of zooms and films. */
final class DreamMotion {
  private static final Pattern ZOOM = Pattern.compile("(-?\\d{1,4}(?:\\.\\d{1,6})?)(%|px)");

  private static final double BLEND = 0.5;

  /** Of pictures: only how a zoom is written is checked before one is read. */
  private static final int WIDEST = 1_000_000;

  @Option(
      names = "--zoom",
      paramLabel = "P%|Npx",
      description =
          "Fall into the dream: each frame is the dream of the one before, enlarged by so many"
              + " percent, or by so many pixels that are cut off at the left and the right; a"
              + " negative number draws back. The result is a GIF, or a folder of PNG files.")
  private @Nullable String zoom;

  @Range(from = -180, to = 180)
  @Option(
      names = "--rotate",
      paramLabel = "DEGREES",
      description = "Turn each frame of --zoom counter-clockwise (default: 0).")
  private @Nullable Double degrees;

  @Range(from = 1, to = 100_000)
  @Option(names = "--frames", paramLabel = "N", description = "Frames of --zoom (default: 30).")
  private @Nullable Integer frames;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--blend",
      paramLabel = "X",
      description =
          "Of a film: the share of the previous frame's dream in the start of the next, from 0 (each"
              + " frame alone) to below 1 (default: "
              + BLEND
              + ").")
  private @Nullable Double blend;

  @Mixin private final DelayOption delay = new DelayOption();

  /** How long a frame of a GIF is shown. */
  Duration delay() {
    return delay.duration();
  }

  /** Whether one picture becomes several. */
  boolean isZoom() {
    return zoom != null || degrees != null;
  }

  /** The share of the previous frame's dream in the start of a film's next. */
  double blend() {
    return blend == null ? BLEND : blend;
  }

  /** Refuses what is no zoom, and options of what there is not. */
  void check(boolean film) {
    if (blend != null && !film) {
      throw new UsageException("--blend expects a film; leave it out");
    }
    if (frames != null && !isZoom()) {
      throw new UsageException("--frames expects --zoom or --rotate; leave it out");
    }
    if (isZoom()) {
      zoom(WIDEST);
    }
  }

  /**
   * The zoom.
   *
   * @param width of the frames in pixels
   */
  Zoom zoom(int width) {
    Zoom defaults = Zoom.defaults();
    return new Zoom(
        frames == null ? defaults.frames() : frames,
        zoom == null ? 1 : factor(zoom, width),
        degrees == null ? 0 : degrees);
  }

  private static double factor(String text, int width) {
    Matcher parts = ZOOM.matcher(text);
    if (!parts.matches()) {
      throw new UsageException(
          "--zoom expects percent or pixels a frame, such as 5%% or 8px, but was %s"
              .formatted(text));
    }
    double number = Double.parseDouble(parts.group(1));
    boolean percent = parts.group(2).equals("%");
    double factor = percent ? 1 + number / 100 : width / (width - 2 * number);
    if (!percent && 2 * number >= width) {
      throw new UsageException(
          "--zoom %s would cut off all of a picture that is %s pixels wide; choose a smaller number"
              .formatted(text, width));
    }
    if (!(factor > 0.1 && factor < 10)) {
      throw new UsageException(
          "--zoom expects a frame to be enlarged by at most ten times, but %s would be %s times; choose a number nearer to 0"
              .formatted(text, factor));
    }
    return factor;
  }
}
