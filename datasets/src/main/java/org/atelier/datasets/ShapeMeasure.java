package org.atelier.datasets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.atelier.image.Picture;

/**
 * Measures the position and size of the shape in a picture from its pixels alone: the largest
 * connected region of pixels above 0. Independent of how {@link Shapes} are drawn and of a model's
 * conditioning input.
 */
public final class ShapeMeasure {
  private static final float THRESHOLD = 0;

  private ShapeMeasure() {}

  /**
   * Returns the position and size of the shape, or empty if no pixel is above 0.
   *
   * @param picture a grey picture
   */
  public static Optional<Shapes.Place> place(Picture picture) {
    List<Integer> region = largestRegion(picture);
    if (region.isEmpty()) {
      return Optional.empty();
    }
    int width = picture.width();
    double x = region.stream().mapToDouble(i -> i % width + 0.5).average().orElseThrow();
    double y = region.stream().mapToDouble(i -> i / width + 0.5).average().orElseThrow();
    return Optional.of(new Shapes.Place(x, y, Math.sqrt(region.size() / Math.PI)));
  }

  /**
   * Returns the intersection over union (IoU) of the pixels above 0 of two pictures, from 0 to 1,
   * connected or not.
   *
   * @param picture a grey picture
   * @param mask a grey picture of the same size
   */
  public static double overlap(Picture picture, Picture mask) {
    requireGrey(picture);
    requireGrey(mask);
    if (picture.height() != mask.height() || picture.width() != mask.width()) {
      throw new IllegalArgumentException(
          "Expected a picture and a mask of one size, but got %s×%s and %s×%s"
              .formatted(picture.width(), picture.height(), mask.width(), mask.height()));
    }
    int both = 0;
    int either = 0;
    for (int i = 0; i < picture.values().length; i++) {
      boolean inPicture = picture.values()[i] > THRESHOLD;
      boolean inMask = mask.values()[i] > THRESHOLD;
      both += inPicture && inMask ? 1 : 0;
      either += inPicture || inMask ? 1 : 0;
    }
    return either == 0 ? 1 : (double) both / either;
  }

  private static List<Integer> largestRegion(Picture picture) {
    requireGrey(picture);
    var seen = new boolean[picture.values().length];
    var regions = new ArrayList<List<Integer>>();
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && picture.values()[i] > THRESHOLD) {
        regions.add(regionAt(i, picture, seen));
      }
    }
    return regions.stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
  }

  private static List<Integer> regionAt(int start, Picture picture, boolean[] seen) {
    int width = picture.width();
    var region = new ArrayList<Integer>();
    var open = new ArrayDeque<Integer>();
    seen[start] = true;
    open.add(start);
    while (!open.isEmpty()) {
      int i = open.remove();
      region.add(i);
      var neighbours = new ArrayList<Integer>(List.of(i - width, i + width));
      if (i % width > 0) {
        neighbours.add(i - 1);
      }
      if (i % width < width - 1) {
        neighbours.add(i + 1);
      }
      for (int next : neighbours) {
        if (next >= 0 && next < seen.length && !seen[next] && picture.values()[next] > THRESHOLD) {
          seen[next] = true;
          open.add(next);
        }
      }
    }
    return region;
  }

  private static void requireGrey(Picture picture) {
    if (picture.channels() != 1) {
      throw new IllegalArgumentException(
          "Expected a grey picture, but got one of %s channels".formatted(picture.channels()));
    }
  }
}
