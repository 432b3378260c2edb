package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atelier.weights.HostTensor;

/**
 * How large the weights of each channel of a tap are. A channel whose weights are all zero is the
 * same for every picture: nothing maximises it, and its gradient is zero. The bundled MobileNetV2
 * has hundreds of such channels.
 */
public final class ChannelNorms {
  /** The norm up to which a channel counts as dead. */
  public static final double DEAD = 1e-3;

  /** A convolution, a batch norm and an activation: how far a tap may be behind its kernels. */
  private static final int BEHIND = 2;

  private ChannelNorms() {}

  /**
   * Returns the norm of the kernels of each channel, times the factor of the batch norm behind it
   * if the tap is behind that.
   *
   * @param tap a tap of a convolution, or of its batch norm or activation
   * @return a norm for each channel; empty for other taps, such as sums and concatenations
   * @throws IllegalArgumentException if it is no tap of this extractor
   */
  public static Optional<double[]> of(FeatureExtractor extractor, String tap) {
    Map<String, NDArray> weights = extractor.weights();
    String path = extractor.path(tap);
    long channels = extractor.channels(tap);
    for (String layer : candidates(path)) {
      NDArray kernels = weights.get(layer + ".weight");
      if (kernels != null
          && kernels.getShape().dimension() > 1
          && kernels.getShape().get(0) == channels) {
        double[] norms = norms(HostTensor.of(kernels).toFloats(), Math.toIntExact(channels));
        if (!layer.equals(path)) {
          scale(norms, layer, weights);
        }
        return Optional.of(norms);
      }
    }
    return Optional.empty();
  }

  /** Where the kernels of a tap may be: in the layer, just below it, or just before it. */
  private static Set<String> candidates(String path) {
    var layers = new LinkedHashSet<String>();
    layers.add(path);
    layers.add(path + ".conv");
    layers.add(path + ".0");
    String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    String name = path.substring(path.lastIndexOf('.') + 1);
    if (name.matches("\\d{1,9}")) {
      String prefix = parent.isEmpty() ? "" : parent + ".";
      for (int i = 1; i <= BEHIND; i++) {
        layers.add(prefix + (Integer.parseInt(name) - i));
      }
    } else if (name.matches("(relu|bn|norm).+")) {
      layers.add(path.substring(0, path.length() - name.length()) + "conv" + number(name));
    } else if (!parent.isEmpty()) {
      layers.add(parent);
    }
    return layers;
  }

  private static String number(String name) {
    return name.replaceFirst("^\\D+", "");
  }

  private static double[] norms(float[] kernels, int channels) {
    var norms = new double[channels];
    int size = kernels.length / channels;
    for (int i = 0; i < channels; i++) {
      double squares = 0;
      for (int j = i * size; j < (i + 1) * size; j++) {
        squares += (double) kernels[j] * kernels[j];
      }
      norms[i] = Math.sqrt(squares);
    }
    return norms;
  }

  /** Multiplies by the factors of the batch norm behind a convolution, if there is one. */
  private static void scale(double[] norms, String convolution, Map<String, NDArray> weights) {
    String name = convolution.substring(convolution.lastIndexOf('.') + 1);
    String prefix = convolution.substring(0, convolution.length() - name.length());
    String norm = name.equals("conv") ? "bn" : "bn" + number(name);
    if (name.matches("\\d{1,9}")) {
      norm = String.valueOf(Integer.parseInt(name) + 1);
    }
    NDArray factors = weights.get(prefix + norm + ".weight");
    if (factors != null && factors.getShape().dimension() == 1) {
      float[] values = HostTensor.of(factors).toFloats();
      for (int i = 0; i < Math.min(norms.length, values.length); i++) {
        norms[i] *= Math.abs(values[i]);
      }
    }
  }
}
