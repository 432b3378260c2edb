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
 * A walk from latent to latent, as a strip of pictures or as an animation.
 *
 * <pre>{@code
 * var walk = LatentWalk.defaults().withClosed(true);
 * walk.gif(gan::generate, List.of(gan.latent(7, 0), gan.latent(7, 1)), path, Duration.ofMillis(80));
 * }</pre>
 *
 * @param interpolation the way from one stop to the next
 * @param steps from one stop to the next, at least 1: the stop and {@code steps - 1} latents
 *     between
 * @param closed whether the walk returns from the last stop to the first, for animations that loop
 */
public record LatentWalk(Interpolation interpolation, int steps, boolean closed) {
  private static final int AT_ONCE = 64;

  /** Checks the number of steps. */
  public LatentWalk {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, but was " + steps);
    }
  }

  /** Great circles in 8 steps, open. */
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

  /** Returns a copy that returns from the last stop to the first, or does not. */
  public LatentWalk withClosed(boolean closed) {
    return new LatentWalk(interpolation, steps, closed);
  }

  /**
   * The latents of the walk, each once: of n stops {@code (n - 1) * steps + 1}, the stops among
   * them; if it is closed {@code n * steps}, after which it begins again.
   *
   * @param stops at least two, of one size
   * @throws IllegalArgumentException if there are fewer or they differ in size
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

  /** From each stop to the next: steps + 1 latents, both stops among them. */
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

  /** The pictures of {@link #path}, all in memory. */
  public List<Picture> frames(LatentDecoder decoder, List<Latent> stops) {
    return decoder.pictures(path(stops));
  }

  /**
   * One picture with a row for every two neighbouring stops, from the one to the other: {@code
   * steps + 1} pictures with both.
   *
   * @param grid gaps and background; its number of columns is not used
   */
  public Picture strip(LatentDecoder decoder, List<Latent> stops, PictureGrid grid) {
    var latents = legs(stops).stream().flatMap(List::stream).toList();
    return grid.withColumns(steps + 1).arrange(decoder.pictures(latents));
  }

  /**
   * Writes the pictures of {@link #path} as an animated GIF; only 64 of them are in memory at once.
   *
   * <p>A model that fails later than with the first of them leaves a file of those before.
   *
   * @param delay how long each is shown, 10 ms to 655 s
   * @throws IOException if the file cannot be written; then none remains
   */
  public void gif(LatentDecoder decoder, List<Latent> stops, Path file, Duration delay)
      throws IOException {
    List<Latent> path = path(stops);
    // The first pictures come before the file: what fails then fails in its own words.
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
