package org.atelier.image;

import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A palette of at most 256 colours for a picture: its own colours if they are few enough, otherwise
 * the means of the boxes of a median cut (Heckbert, "Color image quantization for frame buffer
 * display", SIGGRAPH 1982), with Floyd–Steinberg error diffusion.
 */
final class Palette {
  /** The palette limit of GIF. */
  private static final int MAX_COLOURS = 256;

  /** Colours are counted and looked up with 6 bits per channel: 2^18 cells. */
  private static final int BITS = 6;

  private static final int CELLS = 1 << 3 * BITS;

  private final int[] colours;
  private final boolean exact;

  /** The nearest palette index of each cell, computed on first use; -1 before. */
  private final short[] nearest;

  private Palette(int[] colours, boolean exact) {
    this.colours = colours;
    this.exact = exact;
    nearest = new short[exact ? 0 : CELLS];
    Arrays.fill(nearest, (short) -1);
  }

  /**
   * @param pixels RGB, 8 bits each
   */
  static Palette of(int[] pixels) {
    var few = distinct(pixels);
    return few != null ? new Palette(few, true) : new Palette(medianCut(pixels), false);
  }

  /** Returns the number of colours, at most 256. */
  int size() {
    return colours.length;
  }

  IndexColorModel colorModel() {
    // GIF tables have 2, 4, … or 256 entries; the model declares 8 bits, as the raster does.
    int size = Math.max(2, Integer.highestOneBit(Math.max(1, colours.length - 1)) << 1);
    var r = new byte[size];
    var g = new byte[size];
    var b = new byte[size];
    for (int i = 0; i < colours.length; i++) {
      r[i] = (byte) (colours[i] >> 16);
      g[i] = (byte) (colours[i] >> 8);
      b[i] = (byte) colours[i];
    }
    return new IndexColorModel(8, size, r, g, b);
  }

  /** Returns the palette index of every pixel. */
  byte[] indices(int[] pixels, int width) {
    return exact ? exactIndices(pixels) : diffuse(pixels, width);
  }

  /** Returns the sorted distinct colours, or null if there are more than 256. */
  private static int @Nullable [] distinct(int[] pixels) {
    var found = new int[MAX_COLOURS];
    int count = 0;
    int last = -1;
    for (int pixel : pixels) {
      if (pixel == last) {
        continue;
      }
      last = pixel;
      int at = Arrays.binarySearch(found, 0, count, pixel);
      if (at < 0) {
        if (count == MAX_COLOURS) {
          return null;
        }
        int to = -at - 1;
        System.arraycopy(found, to, found, to + 1, count - to);
        found[to] = pixel;
        count++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private byte[] exactIndices(int[] pixels) {
    var indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = (byte) Arrays.binarySearch(colours, pixels[i]);
    }
    return indices;
  }

  /**
   * A box of colours: entries {@code from} to {@code to - 1} of the list, which is sorted in place.
   */
  private record Box(int from, int to, int channel, long weight) {}

  /** One cell of the histogram. */
  private record Cell(int rgb, long count, long red, long green, long blue) {
    int channel(int shift) {
      return rgb >> shift & 255;
    }
  }

  private static int[] medianCut(int[] pixels) {
    var cells = histogram(pixels);
    // Splits the box of largest weighted spread first, where quantisation errors are most visible.
    var boxes = new PriorityQueue<>(Comparator.comparingLong(Box::weight).reversed());
    boxes.add(box(cells, 0, cells.length));
    while (boxes.size() < MAX_COLOURS) {
      var widest = boxes.remove();
      if (widest.weight == 0) {
        boxes.add(widest);
        break;
      }
      Arrays.sort(
          cells, widest.from, widest.to, Comparator.comparingInt(c -> c.channel(widest.channel)));
      int middle = median(cells, widest);
      boxes.add(box(cells, widest.from, middle));
      boxes.add(box(cells, middle, widest.to));
    }
    return boxes.stream().mapToInt(b -> mean(cells, b)).sorted().distinct().toArray();
  }

  private static Cell[] histogram(int[] pixels) {
    var counts = new int[CELLS];
    var sums = new long[3][CELLS];
    for (int pixel : pixels) {
      int cell = cell(pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255);
      counts[cell]++;
      sums[0][cell] += pixel >> 16 & 255;
      sums[1][cell] += pixel >> 8 & 255;
      sums[2][cell] += pixel & 255;
    }
    List<Cell> used = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      long n = counts[i];
      if (n > 0) {
        int rgb = (int) (sums[0][i] / n << 16 | sums[1][i] / n << 8 | sums[2][i] / n);
        used.add(new Cell(rgb, n, sums[0][i], sums[1][i], sums[2][i]));
      }
    }
    return used.toArray(Cell[]::new);
  }

  private static Box box(Cell[] cells, int from, int to) {
    int longest = 0;
    int spread = -1;
    for (int shift = 0; shift <= 16; shift += 8) {
      int min = 255;
      int max = 0;
      for (int i = from; i < to; i++) {
        min = Math.min(min, cells[i].channel(shift));
        max = Math.max(max, cells[i].channel(shift));
      }
      if (max - min > spread) {
        spread = max - min;
        longest = shift;
      }
    }
    long count = 0;
    for (int i = from; i < to; i++) {
      count += cells[i].count;
    }
    return new Box(from, to, longest, to - from < 2 ? 0 : count * spread);
  }

  /**
   * Returns the index that splits the box's pixels in half, with at least one cell in each half.
   */
  private static int median(Cell[] cells, Box box) {
    long total = 0;
    for (int i = box.from; i < box.to; i++) {
      total += cells[i].count;
    }
    long below = 0;
    int middle = box.from;
    while (middle < box.to - 1
        && (middle == box.from || below + cells[middle].count <= total / 2)) {
      below += cells[middle++].count;
    }
    return middle;
  }

  private static int mean(Cell[] cells, Box box) {
    long count = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int i = box.from; i < box.to; i++) {
      count += cells[i].count;
      red += cells[i].red;
      green += cells[i].green;
      blue += cells[i].blue;
    }
    long half = count / 2;
    return (int) ((red + half) / count << 16 | (green + half) / count << 8 | (blue + half) / count);
  }

  /** Distributes errors in sixteenths to unvisited pixels; rows are scanned in serpentine order. */
  private byte[] diffuse(int[] pixels, int width) {
    var indices = new byte[pixels.length];
    var here = new int[3][width + 2];
    var below = new int[3][width + 2];
    var wanted = new int[3];
    for (int y = 0; y < pixels.length / width; y++) {
      int step = y % 2 == 0 ? 1 : -1;
      for (int k = 0, x = step > 0 ? 0 : width - 1; k < width; k++, x += step) {
        int pixel = pixels[y * width + x];
        for (int c = 0; c < 3; c++) {
          int value = (pixel >> (16 - 8 * c) & 255) + Math.round(here[c][x + 1] / 16f);
          wanted[c] = Math.min(255, Math.max(0, value));
        }
        int index = nearest(wanted[0], wanted[1], wanted[2]);
        indices[y * width + x] = (byte) index;
        for (int c = 0; c < 3; c++) {
          int error = wanted[c] - (colours[index] >> (16 - 8 * c) & 255);
          here[c][x + 1 + step] += 7 * error;
          below[c][x + 1 - step] += 3 * error;
          below[c][x + 1] += 5 * error;
          below[c][x + 1 + step] += error;
        }
      }
      var done = here;
      here = below;
      below = done;
      for (var row : below) {
        Arrays.fill(row, 0);
      }
    }
    return indices;
  }

  private int nearest(int red, int green, int blue) {
    int cell = cell(red, green, blue);
    int known = nearest[cell];
    if (known >= 0) {
      return known;
    }
    int best = 0;
    int smallest = Integer.MAX_VALUE;
    for (int i = 0; i < colours.length; i++) {
      int dr = (colours[i] >> 16 & 255) - red;
      int dg = (colours[i] >> 8 & 255) - green;
      int db = (colours[i] & 255) - blue;
      int distance = dr * dr + dg * dg + db * db;
      if (distance < smallest) {
        smallest = distance;
        best = i;
      }
    }
    nearest[cell] = (short) best;
    return best;
  }

  private static int cell(int red, int green, int blue) {
    int drop = 8 - BITS;
    return (red >> drop) << 2 * BITS | (green >> drop) << BITS | blue >> drop;
  }
}
