package org.atelier.translation.style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;

/**
 * The regions of a picture, drawn as a mask: each colour is a region. Regions of two pictures that
 * have the same colour belong together. Colours that cover less than a thousandth of the mask, such
 * as those of smooth edges and of JPEG's noise, count as the nearest colour that covers more.
 */
public final class Regions {
  private static final int MOST = 16;
  private static final double LEAST_SHARE = 0.001;

  /** The most pixels between regions, of soft edges. */
  private static final double MOST_SOFT = 0.3;

  /** Colours nearer than this, of 255 in each channel, are one: JPEG changes them a little. */
  private static final int SAME = 24;

  private final int height;
  private final int width;
  private final List<Integer> colours;
  private final byte[] labels;

  private Regions(int height, int width, List<Integer> colours, byte[] labels) {
    this.height = height;
    this.width = width;
    this.colours = List.copyOf(colours);
    this.labels = labels;
  }

  /**
   * Reads a mask.
   *
   * @param mask grey or RGB in [-1, 1], with at most 16 colours that cover a thousandth of it
   * @throws IllegalArgumentException if it has more colours: then it is no mask
   */
  public static Regions of(Picture mask) {
    Picture rgb = mask.toRgb();
    int pixels = rgb.height() * rgb.width();
    var packed = new int[pixels];
    float[] values = rgb.values();
    var counts = new HashMap<Integer, Integer>();
    for (int i = 0; i < pixels; i++) {
      packed[i] =
          level(values[i]) << 16 | level(values[pixels + i]) << 8 | level(values[2 * pixels + i]);
      counts.merge(packed[i], 1, Integer::sum);
    }
    List<Integer> colours = mainColours(counts, pixels);
    requireFlat(counts, colours, pixels);
    if (colours.size() > MOST) {
      throw new IllegalArgumentException(
          "Expected a mask of at most %s colours, one for each region, but got %s; draw it without soft edges, and save it as PNG"
              .formatted(MOST, colours.size()));
    }
    var nearest = new HashMap<Integer, Byte>();
    var labels = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      labels[i] = nearest.computeIfAbsent(packed[i], colour -> (byte) nearest(colours, colour));
    }
    return new Regions(rgb.height(), rgb.width(), colours, labels);
  }

  private static int level(float value) {
    return Math.round((Math.max(-1, Math.min(1, value)) + 1) * 127.5f);
  }

  private static List<Integer> mainColours(Map<Integer, Integer> counts, int pixels) {
    var byCount = new ArrayList<>(counts.keySet());
    byCount.sort(
        (a, b) -> counts.get(a).equals(counts.get(b)) ? a - b : counts.get(b) - counts.get(a));
    var colours = new ArrayList<Integer>();
    for (int colour : byCount) {
      boolean large = colours.isEmpty() || counts.get(colour) >= LEAST_SHARE * pixels;
      if (large && colours.stream().noneMatch(other -> difference(other, colour) <= SAME)) {
        colours.add(colour);
      }
    }
    return colours;
  }

  /** Refuses a picture most of whose pixels have a colour of their own, such as a photograph. */
  private static void requireFlat(Map<Integer, Integer> counts, List<Integer> colours, int pixels) {
    long away =
        counts.entrySet().stream()
            .filter(
                entry ->
                    difference(colours.get(nearest(colours, entry.getKey())), entry.getKey())
                        > SAME)
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (away > MOST_SOFT * pixels) {
      throw new IllegalArgumentException(
          "Expected a mask of at most %s colours, one for each region, but most of its pixels have other colours; draw regions of one colour, and save it as PNG"
              .formatted(MOST));
    }
  }

  private static int nearest(List<Integer> colours, int colour) {
    int best = 0;
    for (int i = 1; i < colours.size(); i++) {
      if (difference(colours.get(i), colour) < difference(colours.get(best), colour)) {
        best = i;
      }
    }
    return best;
  }

  /** The largest difference of a channel. */
  private static int difference(int a, int b) {
    int red = Math.abs((a >> 16 & 255) - (b >> 16 & 255));
    int green = Math.abs((a >> 8 & 255) - (b >> 8 & 255));
    return Math.max(Math.max(red, green), Math.abs((a & 255) - (b & 255)));
  }

  /** Returns the number of regions, at least 1. */
  public int count() {
    return colours.size();
  }

  /** Returns the height of the mask. */
  public int height() {
    return height;
  }

  /** Returns the width of the mask. */
  public int width() {
    return width;
  }

  /** Returns a region's colour, such as {@code "#ff0000"}. */
  public String colour(int region) {
    return String.format(Locale.ROOT, "#%06x", colours.get(region));
  }

  /** Returns the region of a pixel, counted from 0. */
  public int at(int row, int column) {
    return labels[row * width + column];
  }

  /**
   * Returns which region of another mask has this mask's colours.
   *
   * @return for each region of this mask the number of the other's
   * @throws IllegalArgumentException if the other lacks a colour
   */
  public int[] in(Regions other) {
    var numbers = new int[count()];
    for (int i = 0; i < numbers.length; i++) {
      int colour = colours.get(i);
      int found = nearest(other.colours, colour);
      if (difference(other.colours.get(found), colour) > SAME) {
        throw new IllegalArgumentException(
            "The content's mask has a region of colour %s, but the style's mask has only %s; draw both with the same colours"
                .formatted(colour(i), other.names()));
      }
      numbers[i] = found;
    }
    return numbers;
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    for (int i = 0; i < count(); i++) {
      names.add(colour(i));
    }
    return names;
  }

  /**
   * Returns how much of each position of a grid belongs to a region.
   *
   * @param region its number
   * @param rows the grid's height, such as that of a feature map
   * @param columns its width
   * @return (rows × columns) shares in [0, 1], row by row
   */
  public float[] shares(int region, int rows, int columns) {
    var plane = new float[labels.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = labels[i] == region ? 1 : 0;
    }
    Picture whole = new Picture(1, height, width, plane);
    if (rows == height && columns == width) {
      return plane;
    }
    float[] shares = Resizer.BILINEAR.resize(whole, rows, columns).values();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.max(0, Math.min(1, shares[i]));
    }
    return shares;
  }

  /** Returns a copy of another size, by the nearest pixel. */
  public Regions resized(int rows, int columns) {
    var resized = new byte[rows * columns];
    for (int y = 0; y < rows; y++) {
      int row = (int) ((2L * y + 1) * height / (2L * rows));
      for (int x = 0; x < columns; x++) {
        resized[y * columns + x] =
            labels[row * width + (int) ((2L * x + 1) * width / (2L * columns))];
      }
    }
    return new Regions(rows, columns, colours, resized);
  }

  /**
   * Checks the size.
   *
   * @param what {@code "content"} or {@code "style"}, for the message
   * @throws IllegalArgumentException if the picture has another size
   */
  void requireSize(String what, Picture picture) {
    if (picture.height() != height || picture.width() != width) {
      throw new IllegalArgumentException(
          "Expected a mask of the %s's size, %s×%s pixels (height × width), but got %s×%s; resize the mask without smoothing"
              .formatted(what, picture.height(), picture.width(), height, width));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regions regions
        && regions.height == height
        && regions.width == width
        && regions.colours.equals(colours)
        && Arrays.equals(regions.labels, labels);
  }

  @Override
  public int hashCode() {
    return 31 * colours.hashCode() + Arrays.hashCode(labels);
  }
}
