package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.options.OptionChecks;

/**
 * The picture's spectrum with decorrelated colours (Olah, Mordvintsev and Schubert, "Feature
 * Visualization", Distill 2017): with values z, complex, (N, C, H, ⌊W/2⌋+1),
 *
 * <pre>
 * u = M · irfft2(z · s)        s(f) = 1 / max(f, 1 / max(W, H)), f in cycles per pixel
 * x = 2·sigmoid(u) − 1         squashed, or
 * x = 2·u                      not squashed: grey, and u around it
 * </pre>
 *
 * <p>with the orthonormal inverse transform, and M, for three channels, the colour correlation of
 * photographs [[.26, .09, .02], [.27, 0, −.05], [.27, −.09, .03]] over its largest column norm;
 * other numbers of channels stay as they are. The values are real and imaginary parts, (N, C, H,
 * ⌊W/2⌋+1, 2). A picture that is not squashed may leave [-1, 1]; a term of the objective keeps it
 * there.
 *
 * <p>The values of a picture that is squashed are those of the picture clamped to ±(1 − 1/255),
 * since the sigmoid reaches neither end.
 *
 * <p>Another size: the frequencies that both sizes have are kept, with the amplitudes of the same
 * picture enlarged or reduced; new ones are 0. First moments change as gradients of the same
 * objective do (by the reciprocal of the factor of their values), second moments by its square.
 *
 * @param squashed whether a sigmoid keeps the picture in [-1, 1]
 * @param unitScale whether s is divided by its root mean square, so that a step's size does not
 *     depend on the picture's
 * @param deviation the standard deviation of the values of a random start, at least 0
 */
public record Fourier(boolean squashed, boolean unitScale, double deviation)
    implements Parametrisation {
  private static final double[][] COLOURS = {{.26, .09, .02}, {.27, 0, -.05}, {.27, -.09, .03}};

  private static final String SPECTRUM =
      "torch.div(torch.view_as_real(torch.fft_rfft2(U, None, [-2, -1], \"ortho\")), scale)";

  private static final String GREY =
      "torch.log(torch.div(torch.add(X, 1), torch.rsub(X, 1)))"
          .replace("X", "torch.clamp(x, LEAST, MOST)")
          .replace("LEAST", Double.toString(1 / 255. - 1))
          .replace("MOST", Double.toString(1 - 1 / 255.));

  private static final String HALF = "torch.mul(x, 0.5)";

  private static final NativeFunction OF_SQUASHED =
      NativeFunction.of(SPECTRUM.replace("U", mixed(GREY)), "x", "scale", "colours");

  private static final NativeFunction OF_LINEAR =
      NativeFunction.of(SPECTRUM.replace("U", mixed(HALF)), "x", "scale", "colours");

  /** Checks the deviation. */
  public Fourier {
    OptionChecks.notNegative("deviation", deviation);
  }

  /** DeepDream's: squashed, s as it is, a random start of standard deviation 0.01. */
  public static Fourier defaults() {
    return new Fourier(true, false, 0.01);
  }

  /** Returns a copy with a sigmoid that keeps the picture in [-1, 1], or without. */
  public Fourier withSquashed(boolean squashed) {
    return new Fourier(squashed, unitScale, deviation);
  }

  /** Returns a copy with s of root mean square 1, or as it is. */
  public Fourier withUnitScale(boolean unitScale) {
    return new Fourier(squashed, unitScale, deviation);
  }

  /** Returns a copy with another standard deviation of a random start, at least 0. */
  public Fourier withDeviation(double deviation) {
    return new Fourier(squashed, unitScale, deviation);
  }

  @Override
  public Shape valuesShape(Shape picture) {
    return new Shape(picture.get(0), picture.get(1), picture.get(2), columns(picture), 2);
  }

  private static long columns(Shape picture) {
    return picture.get(3) / 2 + 1;
  }

  @Override
  public Initialiser start(Shape picture) {
    return Initialiser.normal(0, deviation);
  }

  @Override
  public Layer toPicture(Shape picture) {
    return new FourierPicture(picture, floats(scale(picture)), colours(picture), squashed);
  }

  @Override
  public NDArray valuesOf(NDArray picture) {
    Shape shape = picture.getShape();
    NDManager manager = picture.getManager();
    int channels = Math.toIntExact(shape.get(1));
    try (NDArray scale =
            HostValues.toArray(
                manager, floats(scale(shape)), new Shape(shape.get(2), columns(shape), 1));
        NDArray colours =
            HostValues.toArray(manager, floats(inverse(channels)), new Shape(channels, channels))) {
      NativeFunction of = squashed ? OF_SQUASHED : OF_LINEAR;
      return Gradients.withoutRecording(() -> of.apply(picture, scale, colours));
    }
  }

  @Override
  public NDArray resized(NDArray values, Shape from, Shape to, Quantity quantity) {
    var spectra = new SpectrumResize(from, to, scale(from), scale(to), quantity);
    float[] resized = spectra.of(values.toFloatArray());
    return HostValues.toArray(values.getManager(), resized, valuesShape(to));
  }

  /** Applies a matrix to the colours, which are axis 1. */
  private static String mixed(String x) {
    return "torch.reshape(torch.matmul(colours, torch.flatten(" + x + ", 2)), torch.size(x))";
  }

  /** s, (H, ⌊W/2⌋+1) in row-major order. */
  double[] scale(Shape picture) {
    int height = Math.toIntExact(picture.get(2));
    int width = Math.toIntExact(picture.get(3));
    int columns = Math.toIntExact(columns(picture));
    double least = 1.0 / Math.max(width, height);
    var scale = new double[height * columns];
    double squares = 0;
    for (int y = 0; y < height; y++) {
      // Rows of the upper half are the negative frequencies.
      double vertical = (double) (y <= (height - 1) / 2 ? y : y - height) / height;
      for (int x = 0; x < columns; x++) {
        double value = 1 / Math.max(Math.hypot(vertical, (double) x / width), least);
        scale[y * columns + x] = value;
        squares += value * value;
      }
    }
    if (unitScale) {
      double rms = Math.sqrt(squares / scale.length);
      for (int i = 0; i < scale.length; i++) {
        scale[i] /= rms;
      }
    }
    return scale;
  }

  /** M, row by row; the identity for pictures that do not have three channels. */
  private static double[][] matrix(int channels) {
    var matrix = new double[channels][channels];
    double norm = 0;
    for (int i = 0; i < channels; i++) {
      double column = 0;
      for (int j = 0; j < channels; j++) {
        matrix[i][j] = channels == 3 ? COLOURS[i][j] : i == j ? 1 : 0;
        column += Math.pow(channels == 3 ? COLOURS[j][i] : i == j ? 1 : 0, 2);
      }
      norm = Math.max(norm, Math.sqrt(column));
    }
    for (double[] row : matrix) {
      for (int j = 0; j < channels; j++) {
        row[j] /= norm;
      }
    }
    return matrix;
  }

  private static float[] colours(Shape picture) {
    return floats(flat(matrix(Math.toIntExact(picture.get(1)))));
  }

  /** M⁻¹, row by row: of three channels by cross products of M's rows. */
  private static double[] inverse(int channels) {
    double[][] m = matrix(channels);
    if (channels != 3) {
      return flat(m);
    }
    var inverse = new double[9];
    double determinant = 0;
    for (int j = 0; j < 3; j++) {
      double[] b = m[(j + 1) % 3];
      double[] c = m[(j + 2) % 3];
      for (int i = 0; i < 3; i++) {
        int k = (i + 1) % 3;
        int l = (i + 2) % 3;
        inverse[i * 3 + j] = b[k] * c[l] - b[l] * c[k];
      }
      determinant = m[j][0] * inverse[j] + m[j][1] * inverse[3 + j] + m[j][2] * inverse[6 + j];
    }
    for (int i = 0; i < 9; i++) {
      inverse[i] /= determinant;
    }
    return inverse;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static float[] floats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
