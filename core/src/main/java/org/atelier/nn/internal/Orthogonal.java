package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

/**
 * Random orthonormal matrices, by modified Gram–Schmidt with one reorthogonalisation for accuracy.
 */
public final class Orthogonal {
  private Orthogonal() {}

  /**
   * Returns a random matrix with {@code shape.get(0)} rows, times {@code gain}: its rows are
   * orthonormal if there are no more rows than columns, else its columns.
   */
  public static float[] values(Shape shape, RandomGenerator random, double gain) {
    int rows = Math.toIntExact(shape.get(0));
    int columns = Math.toIntExact(shape.size() / rows);
    boolean tall = rows > columns;
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int i = 0; i < vectors.length; i++) {
      for (int k = 0; k < vectors[i].length; k++) {
        vectors[i][k] = random.nextGaussian();
      }
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j < i; j++) {
          subtract(vectors[i], vectors[j], dot(vectors[i], vectors[j]));
        }
      }
      double scale = 1 / Math.sqrt(dot(vectors[i], vectors[i]));
      for (int k = 0; k < vectors[i].length; k++) {
        vectors[i][k] *= scale;
      }
    }
    var values = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[r * columns + c] = (float) (gain * (tall ? vectors[c][r] : vectors[r][c]));
      }
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] direction, double length) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= length * direction[k];
    }
  }
}
