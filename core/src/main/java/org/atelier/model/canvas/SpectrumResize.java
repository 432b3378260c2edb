package org.atelier.model.canvas;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.model.canvas.Parametrisation.Quantity;

/**
 * Copies the frequencies that two sizes of a picture have in common from one spectrum (N, C, H,
 * ⌊W/2⌋+1, 2) to another. Pictures are aligned by their edges, as resampling aligns them, so the
 * first pixels' centres differ, and phases with them. The highest frequency of an even side stands
 * for both signs: enlarging gives half of it to each, reducing adds the two.
 */
final class SpectrumResize {
  /**
   * Bin {@code from} contributes {@code weight} times its value, turned by {@code angle} radians,
   * to bin {@code to}.
   */
  private record Link(int from, int to, double weight, double angle) {}

  private final int planes;
  private final int height;
  private final int columns;
  private final int newHeight;
  private final int newColumns;
  private final double[] scale;
  private final double[] newScale;
  private final double amplitude;
  private final Quantity quantity;
  private final List<Link> rowLinks;
  private final List<Link> columnLinks;

  SpectrumResize(Shape from, Shape to, double[] scale, double[] newScale, Quantity quantity) {
    planes = Math.toIntExact(from.get(0) * from.get(1));
    height = Math.toIntExact(from.get(2));
    columns = Math.toIntExact(from.get(3) / 2 + 1);
    newHeight = Math.toIntExact(to.get(2));
    newColumns = Math.toIntExact(to.get(3) / 2 + 1);
    this.scale = scale;
    this.newScale = newScale;
    // The orthonormal transform divides by the root of the number of pixels.
    amplitude = Math.sqrt((double) to.get(2) * to.get(3) / ((double) from.get(2) * from.get(3)));
    this.quantity = quantity;
    boolean values = quantity == Quantity.VALUES;
    rowLinks = rows(height, newHeight, values);
    columnLinks = columns(Math.toIntExact(from.get(3)), Math.toIntExact(to.get(3)), values);
  }

  /** Frequencies of both signs; of values, the highest is split or summed, of moments averaged. */
  private static List<Link> rows(int from, int to, boolean values) {
    var links = new ArrayList<Link>();
    double turn = turn(from, to);
    int least = Math.min(from, to);
    for (int k = -((least - 1) / 2); k <= (least - 1) / 2; k++) {
      links.add(new Link(Math.floorMod(k, from), Math.floorMod(k, to), 1, k * turn));
    }
    int half = least / 2;
    if (least % 2 == 0) {
      if (from == to) {
        links.add(new Link(half, half, 1, 0));
      } else if (from < to) {
        double weight = values ? 0.5 : 1;
        links.add(new Link(half, half, weight, half * turn));
        links.add(new Link(half, to - half, weight, -half * turn));
      } else {
        double weight = values ? 1 : 0.5;
        links.add(new Link(half, half, weight, half * turn));
        links.add(new Link(from - half, half, weight, -half * turn));
      }
    }
    return links;
  }

  /** Frequencies of one sign, the other being its conjugate. */
  private static List<Link> columns(int from, int to, boolean values) {
    var links = new ArrayList<Link>();
    double turn = turn(from, to);
    int least = Math.min(from, to);
    for (int k = 0; k <= (least - 1) / 2; k++) {
      links.add(new Link(k, k, 1, k * turn));
    }
    if (least % 2 == 0) {
      double weight = !values || from == to ? 1 : from < to ? 0.5 : 2;
      links.add(new Link(least / 2, least / 2, weight, least / 2 * turn));
    }
    return links;
  }

  /** The angle for each cycle, of the distance between the centres of the first pixels. */
  private static double turn(int from, int to) {
    return Math.PI * (1.0 / to - 1.0 / from);
  }

  float[] of(float[] spectrum) {
    var resized = new float[Math.multiplyExact(planes * newHeight, newColumns * 2)];
    for (Link row : rowLinks) {
      for (Link column : columnLinks) {
        int from = row.from * columns + column.from;
        int to = row.to * newColumns + column.to;
        double factor = row.weight * column.weight * factor(scale[from], newScale[to]);
        double cos = Math.cos(row.angle + column.angle);
        double sin = Math.sin(row.angle + column.angle);
        for (int plane = 0; plane < planes; plane++) {
          int source = (plane * height * columns + from) * 2;
          int target = (plane * newHeight * newColumns + to) * 2;
          float re = spectrum[source];
          float im = spectrum[source + 1];
          if (quantity == Quantity.SQUARES) {
            resized[target] += (float) (factor * (cos * cos * re + sin * sin * im));
            resized[target + 1] += (float) (factor * (sin * sin * re + cos * cos * im));
          } else {
            resized[target] += (float) (factor * (cos * re - sin * im));
            resized[target + 1] += (float) (factor * (sin * re + cos * im));
          }
        }
      }
    }
    return resized;
  }

  private double factor(double before, double after) {
    double ofValues = amplitude * before / after;
    return switch (quantity) {
      case VALUES -> ofValues;
      case GRADIENTS -> 1 / ofValues;
      case SQUARES -> 1 / (ofValues * ofValues);
    };
  }
}
