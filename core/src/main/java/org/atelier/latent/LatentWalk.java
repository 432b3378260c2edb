package org.atelier.latent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.AnimatedGif;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;

/**
 * A latent walk: interpolates through a sequence of latents (the stops), as a strip of pictures or
 * as an animation.
 *
 * <pre>{@code
 * var walk = LatentWalk.defaults().withClosed(true);
 * walk.gif(gan::generate, List.of(gan.latent(7, 0), gan.latent(7, 1)), path, Duration.ofMillis(80));
 * }</pre>
 *
 * @param interpolation the interpolation between neighbouring stops
 * @param steps the number of steps from one stop to the next, at least 1: {@code steps - 1} latents
 *     are interpolated between
 * @param closed whether the walk continues from the last stop to the first, for animations that
 *     loop
 */
public record LatentWalk(Interpolation interpolation, int steps, boolean closed) {
  private static final int AT_ONCE = 64;

  /** Checks the number of steps. */
  public LatentWalk {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, but was " + steps);
    }
  }

  /** Returns an open walk with spherical interpolation in 8 steps. */
  public static LatentWalk defaults() {
    return new LatentWalk(Interpolation.SLERP, 8, false);
  }

  /** Returns a copy with this interpolation. */
  public LatentWalk withInterpolation(Interpolation interpolation) {
    return new LatentWalk(interpolation, steps, closed);
  }

  /** Returns a copy with this many steps from one stop to the next, at least 1. */
  public LatentWalk withSteps(int steps) {
    return new LatentWalk(interpolation, steps, closed);
  }

  /** Returns a copy that continues from the last stop to the first, or ends at the last. */
  public LatentWalk withClosed(boolean closed) {
    return new LatentWalk(interpolation, steps, closed);
  }

  /**
   * Returns the latents of the walk, stops included: {@code (n - 1) * steps + 1} for n stops,
   * {@code n * steps} if the walk is closed.
   *
   * @param stops at least two latents of one size
   * @throws IllegalArgumentException if there are fewer, or the sizes differ
   */
  public List<Latent> path(List<Latent> stops) {
    var path = new ArrayList<Latent>();
    for (List<Latent> leg : legs(stops)) {
      path.addAll(leg.subList(0, steps));
    }
    if (!closed) {
      path.add(stops.get(stops.size() - 1));
    }
    return path;
  }

  /** Returns for each pair of neighbouring stops steps + 1 latents, both stops included. */
  private List<List<Latent>> legs(List<Latent> stops) {
    if (stops.size() < 2) {
      throw new IllegalArgumentException(
          "A walk needs at least two stops, but got " + stops.size());
    }
    var legs = new ArrayList<List<Latent>>();
    for (int i = 0; i < stops.size() - (closed ? 0 : 1); i++) {
      Latent from = stops.get(i);
      Latent to = stops.get((i + 1) % stops.size());
      var leg = new ArrayList<Latent>(steps + 1);
      for (int k = 0; k <= steps; k++) {
        leg.add(interpolation.between(from, to, (double) k / steps));
      }
      legs.add(leg);
    }
    return legs;
  }

  /** Decodes the latents of {@link #path}; all pictures are held in memory. */
  public List<Picture> frames(LatentDecoder decoder, List<Latent> stops) {
    return decoder.pictures(path(stops));
  }

  /**
   * Decodes the walk to one picture with a row for each pair of neighbouring stops: {@code steps +
   * 1} pictures, both stops included.
   *
   * @param decoder decodes the latents
   * @param stops at least two latents of one size
   * @param grid the padding and background; its number of columns is ignored
   */
  public Picture strip(LatentDecoder decoder, List<Latent> stops, PictureGrid grid) {
    var latents = legs(stops).stream().flatMap(List::stream).toList();
    return grid.withColumns(steps + 1).arrange(decoder.pictures(latents));
  }

  /**
   * Writes the pictures of {@link #path} as an animated GIF, decoding 64 at a time.
   *
   * <p>If the decoder fails after the first 64 pictures, the file contains the pictures before.
   *
   * @param delay the delay of each frame, 10 ms to 655 s
   * @throws IOException if the file cannot be written; no file is left
   */
  public void gif(LatentDecoder decoder, List<Latent> stops, Path file, Duration delay)
      throws IOException {
    List<Latent> path = path(stops);
    // Decoded before the file is created, so that a failure keeps its own exception.
    List<Picture> pictures = decoder.pictures(path.subList(0, Math.min(AT_ONCE, path.size())));
    try (var gif = new AnimatedGif(file, delay)) {
      for (int from = 0; from < path.size(); from += AT_ONCE) {
        if (from > 0) {
          pictures = decoder.pictures(path.subList(from, Math.min(from + AT_ONCE, path.size())));
        }
        for (Picture picture : pictures) {
          gif.add(picture);
        }
      }
    }
  }
}
