package org.atelier.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.weights.HostTensor;

/** The weights that spectral norm and weight norm compute from what they store. */
final class Reparametrisation {
  private static final double EPSILON = 1e-12;

  private Reparametrisation() {}

  /**
   * Spectral norm: W / σ with σ = u·(W v), where W is the matrix whose rows are the weight's output
   * channels. These are axis 0, but axis 1 of a transposed convolution; where the sizes allow both,
   * it is the one of the larger σ, since u and v approximate its singular vectors.
   */
  static float[] divided(HostTensor weight, float[] u, float[] v) {
    float[] values = weight.toFloats();
    double first = sigma(values, weight.shape(), 0, u, v);
    double second = sigma(values, weight.shape(), 1, u, v);
    double sigma = Math.abs(second) > Math.abs(first) || Double.isNaN(first) ? second : first;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / sigma);
    }
    return values;
  }

  /** u·(W v), or NaN if the vectors do not have the sizes of W with its rows along an axis. */
  private static double sigma(float[] weight, Shape shape, int axis, float[] u, float[] v) {
    if (!fits(shape, axis, u) || weight.length != (long) u.length * v.length) {
      return Double.NaN;
    }
    double sigma = 0;
    for (int i = 0; i < u.length; i++) {
      double row = 0;
      for (int j = 0; j < v.length; j++) {
        row += (double) weight[index(shape, axis, i, j)] * v[j];
      }
      sigma += u[i] * row;
    }
    return sigma;
  }

  private static boolean fits(Shape shape, int axis, float[] u) {
    return axis < shape.dimension() && shape.get(axis) == u.length;
  }

  /** The place of a matrix's element in the weight, whose axis 0 or 1 are the matrix's rows. */
  private static int index(Shape shape, int axis, int row, int column) {
    int columns = Math.toIntExact(shape.size() / shape.get(axis));
    if (axis == 0) {
      return row * columns + column;
    }
    int inner = Math.toIntExact(columns / shape.get(0));
    return (column / inner * Math.toIntExact(shape.get(1)) + row) * inner + column % inner;
  }

  /** v = Wᵀu, normalised, as PyTorch 0.4 computed it in every pass. */
  static float[] right(HostTensor weight, float[] u) {
    float[] values = weight.toFloats();
    float[] first = product(values, weight.shape(), 0, u);
    float[] second = product(values, weight.shape(), 1, u);
    return norm(second) > norm(first) ? normalised(second) : normalised(first);
  }

  private static float[] product(float[] weight, Shape shape, int axis, float[] u) {
    if (!fits(shape, axis, u)) {
      return new float[u.length == 0 ? 0 : weight.length / u.length];
    }
    var product = new float[weight.length / u.length];
    for (int j = 0; j < product.length; j++) {
      double sum = 0;
      for (int i = 0; i < u.length; i++) {
        sum += (double) weight[index(shape, axis, i, j)] * u[i];
      }
      product[j] = (float) sum;
    }
    return product;
  }

  private static double norm(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }

  private static float[] normalised(float[] vector) {
    double norm = Math.max(norm(vector), EPSILON);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
    return vector;
  }

  /**
   * Weight norm (Salimans and Kingma, arXiv:1602.07868): g·v / ‖v‖, with a norm for each index of
   * the one axis that g has, or one norm of all if it has none.
   *
   * @return NaN where the shapes of g and v do not agree
   */
  static float[] scaled(HostTensor g, HostTensor v) {
    float[] values = v.toFloats();
    float[] magnitudes = g.toFloats();
    int axis = axis(g.shape(), v.shape());
    if (axis == -2) {
      Arrays.fill(values, Float.NaN);
      return values;
    }
    int inner = 1;
    for (int d = axis + 1; axis >= 0 && d < v.shape().dimension(); d++) {
      inner *= (int) v.shape().get(d);
    }
    var squares = new double[magnitudes.length];
    for (int i = 0; i < values.length; i++) {
      squares[group(i, axis, inner, magnitudes.length)] += (double) values[i] * values[i];
    }
    for (int i = 0; i < values.length; i++) {
      int k = group(i, axis, inner, magnitudes.length);
      values[i] = (float) (values[i] * (magnitudes[k] / Math.sqrt(squares[k])));
    }
    return values;
  }

  private static int group(int i, int axis, int inner, int groups) {
    return axis < 0 ? 0 : i / inner % groups;
  }

  /** The axis along which g has values; -1 if it has one value; -2 if it does not fit v. */
  private static int axis(Shape g, Shape v) {
    if (g.size() == 1) {
      return -1;
    }
    if (g.dimension() != v.dimension()) {
      return -2;
    }
    int axis = -2;
    for (int d = 0; d < g.dimension(); d++) {
      if (g.get(d) != 1) {
        if (axis != -2 || g.get(d) != v.get(d)) {
          return -2;
        }
        axis = d;
      }
    }
    return axis;
  }
}
