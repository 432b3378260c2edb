package org.atelier.translation.style.patches;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The candidates: patches drawn from the styles and their mirror images, sorted by region.
 *
 * @param values (K, 3, patch, patch), row-major, pixels in [0, 1]
 * @param count K
 * @param ranges the first candidate of each region and the one after its last
 */
record PatchKeys(float[] values, int count, SortedMap<Integer, Range> ranges) {
  /** The region of a content that is one. */
  static final int WHOLE = 0;

  /** The least share of candidates that a region gets, of those that its area is worth. */
  private static final double SMALL_REGION = 0.05;

  /** Candidates {@code from} to {@code to}, exclusive. */
  record Range(int from, int to) {}

  /**
   * A style at the size of a scale.
   *
   * @param picture (3, H, W) in [0, 1], at least as large as a patch
   * @param share its part of the candidates; only ratios count
   * @param regions null, or its regions, of the picture's size
   * @param numbers which of them each region of the content has; empty without regions
   */
  record Source(Picture picture, double share, @Nullable Regions regions, List<Integer> numbers) {}

  /**
   * Draws candidates.
   *
   * @param sources at least one
   * @param shares the regions of the content and the share of its patches that each has; {@link
   *     #WHOLE} alone where it is one
   * @param patch the side of a patch
   * @param count how many to draw; fewer if the styles have fewer patches
   */
  static PatchKeys draw(
      List<Source> sources,
      SortedMap<Integer, Double> shares,
      int patch,
      int count,
      CounterRandom random) {
    double weights = sources.stream().mapToDouble(Source::share).sum();
    var patches = new ArrayList<float[]>();
    var ranges = new TreeMap<Integer, Range>();
    for (var region : shares.entrySet()) {
      int from = patches.size();
      double wanted = count * Math.max(SMALL_REGION, region.getValue());
      for (int i = 0; i < sources.size(); i++) {
        Source source = sources.get(i);
        int share = (int) Math.max(1, Math.round(wanted * source.share() / weights));
        var own = random.fork(region.getKey()).fork(i);
        drawFrom(source, region.getKey(), patch, share, own, patches);
      }
      ranges.put(region.getKey(), new Range(from, patches.size()));
    }
    int length = 3 * patch * patch;
    var values = new float[patches.size() * length];
    for (int i = 0; i < patches.size(); i++) {
      System.arraycopy(patches.get(i), 0, values, i * length, length);
    }
    return new PatchKeys(values, patches.size(), ranges);
  }

  /**
   * Draws one patch from each of {@code count} equal parts of all positions: random, none twice,
   * and spread over the whole picture.
   */
  private static void drawFrom(
      Source source, int region, int patch, int count, CounterRandom random, List<float[]> into) {
    int columns = source.picture().width() - patch + 1;
    int all = (source.picture().height() - patch + 1) * columns;
    int[] positions = positions(source, region, patch, all, columns);
    long found = 2L * (positions == null ? all : positions.length);
    int drawn = (int) Math.min(count, found);
    for (int i = 0; i < drawn; i++) {
      long from = found * i / drawn;
      long to = found * (i + 1) / drawn;
      long at = from + (long) (random.nextDouble() * (to - from));
      int index = (int) (at / 2);
      int position = positions == null ? index : positions[index];
      into.add(patch(source.picture(), position / columns, position % columns, patch, at % 2 == 1));
    }
  }

  /**
   * The positions of a region's patches, null for all: patches in a region with all their corners,
   * or if it is too small for that, with their middle. At a coarse scale, a small region may have
   * none of these either, and takes from all.
   */
  private static int @Nullable [] positions(
      Source source, int region, int patch, int all, int columns) {
    if (source.regions() == null) {
      return null;
    }
    Regions regions = source.regions();
    int number = source.numbers().get(region);
    for (int margin : new int[] {0, patch / 2}) {
      int far = Math.max(margin, patch - 1 - margin);
      int[] found =
          IntStream.range(0, all)
              .filter(
                  i -> {
                    int y = i / columns;
                    int x = i % columns;
                    return isIn(regions, y + margin, x + margin, number)
                        && isIn(regions, y + margin, x + far, number)
                        && isIn(regions, y + far, x + margin, number)
                        && isIn(regions, y + far, x + far, number);
                  })
              .toArray();
      if (found.length > 0) {
        return found;
      }
    }
    return null;
  }

  /** A style smaller than a patch is padded, so that a corner may be beyond its regions. */
  private static boolean isIn(Regions regions, int row, int column, int number) {
    int y = Math.min(row, regions.height() - 1);
    int x = Math.min(column, regions.width() - 1);
    return regions.at(y, x) == number;
  }

  private static float[] patch(Picture picture, int top, int left, int side, boolean mirrored) {
    var result = new float[3 * side * side];
    int to = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        int row = (c * picture.height() + top + y) * picture.width() + left;
        for (int x = 0; x < side; x++) {
          result[to++] = picture.values()[row + (mirrored ? side - 1 - x : x)];
        }
      }
    }
    return result;
  }
}
