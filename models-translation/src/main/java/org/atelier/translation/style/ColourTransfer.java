package org.atelier.translation.style;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.Arguments;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeModule;
import org.atelier.image.Picture;

/**
 * Gives a picture the colours, the brightness or the histogram of others. Pictures are in [-1, 1];
 * nothing here knows where pixels are.
 */
public final class ColourTransfer {
  /** Added to the eigenvalues of a covariance, whose root is inverted: 1e-5 of the full range. */
  private static final String RIDGE = "1e-3";

  /** ITU-R BT.601, as {@link Picture#toGrey}. */
  private static final float[] LUMA = {.299f, .587f, .114f};

  private static final class Modules {
    /** The mean (3) and the covariance (3, 3) of a picture (1, 3, H, W), in float64. */
    static final NativeModule MOMENTS =
        NativeModule.compile(
            "x: Tensor",
            "List[Tensor]",
            """
                flat = torch.to(torch.reshape(x, [3, -1]), 7, False, False, None)
                mean = torch.mean(flat, [1], True, dtype=None)
                centred = flat - mean
                covariance = torch.mm(centred, torch.t(centred)) / torch.size(flat, 1)
                return [torch.squeeze(mean, 1), covariance]
            """);

    /**
     * The map of least cost between two Gaussian distributions: A = S^-½ (S^½ T S^½)^½ S^-½ for the
     * covariances S of the picture and T of the target (Peyré and Cuturi, "Computational optimal
     * transport", arXiv:1803.00567, equation 2.40).
     */
    static final NativeModule TRANSPORT =
        NativeModule.compile(
            "x: Tensor, mean: Tensor, covariance: Tensor, wanted: Tensor, target: Tensor",
            "List[Tensor]",
            """
                values, vectors = torch.linalg_eigh(covariance, "L")
                roots = torch.sqrt(torch.clamp_min(values, 0) + %1$s)
                half = torch.mm(vectors * roots, torch.t(vectors))
                inverse = torch.mm(vectors / roots, torch.t(vectors))
                inner = torch.mm(torch.mm(half, target), half)
                v, w = torch.linalg_eigh(inner, "L")
                root = torch.mm(w * torch.sqrt(torch.clamp_min(v, 0)), torch.t(w))
                a = torch.mm(torch.mm(inverse, root), inverse)
                shift = wanted - torch.mv(a, mean)
                flat = torch.reshape(x, [3, -1])
                a = torch.type_as(a, x)
                shift = torch.type_as(shift, x)
                y = torch.addmm(torch.unsqueeze(shift, 1), a, flat, beta=1, alpha=1)
                return [torch.view(y, torch.size(x))]
            """
                .formatted(RIDGE));
  }

  /** Mean and covariance of the colours of one or several pictures. */
  public static final class Moments {
    private final NDArray mean;
    private final NDArray covariance;

    private Moments(NDArray mean, NDArray covariance) {
      this.mean = mean;
      this.covariance = covariance;
    }

    /**
     * Returns the moments of a picture.
     *
     * @param picture (1, 3, H, W); the moments join its manager
     */
    public static Moments of(NDArray picture) {
      try (var arguments = new Arguments()) {
        arguments.add(picture);
        NDList both = arguments.call(Modules.MOMENTS, false);
        return new Moments(both.get(0), both.get(1));
      }
    }

    /**
     * Returns the moments of a mixture of several pictures' colours. All arrays, those in between
     * too, join the manager of the first part.
     *
     * @param parts at least one
     * @param weights as many, positive; only their ratios count
     */
    public static Moments mixed(List<Moments> parts, List<Double> weights) {
      double total = weights.stream().mapToDouble(Double::doubleValue).sum();
      NDArray mean = parts.get(0).mean.zerosLike();
      NDArray second = parts.get(0).covariance.zerosLike();
      for (int i = 0; i < parts.size(); i++) {
        double share = weights.get(i) / total;
        mean.addi(parts.get(i).mean.mul(share));
        second.addi(outer(parts.get(i).mean).add(parts.get(i).covariance).mul(share));
      }
      return new Moments(mean, second.subi(outer(mean)));
    }

    private static NDArray outer(NDArray mean) {
      NDArray column = mean.reshape(3, 1);
      return column.matMul(column.transpose());
    }
  }

  private ColourTransfer() {}

  /**
   * Maps the colours of a picture linearly, so that their mean and covariance are those of a
   * target, with the least change of colours (optimal transport between Gaussian distributions).
   * The result may leave the range of values.
   *
   * @param picture (1, 3, H, W)
   * @return of the same shape, attached to the manager of {@code picture}
   */
  public static NDArray transport(NDArray picture, Moments target) {
    Moments own = Moments.of(picture);
    try (var arguments = new Arguments()) {
      arguments.add(picture);
      arguments.add(own.mean);
      arguments.add(own.covariance);
      arguments.add(target.mean);
      arguments.add(target.covariance);
      return arguments.call(Modules.TRANSPORT, false).singletonOrThrow();
    } finally {
      own.mean.close();
      own.covariance.close();
    }
  }

  /**
   * Gives a picture the mean and covariance of the colours of styles, and nothing else of them.
   *
   * @param picture RGB
   * @param styles at least one, which count by their shares
   * @param device where to compute
   * @return RGB of the picture's size, clamped to [-1, 1]
   */
  public static Picture inColoursOf(Picture picture, List<Style> styles, Device device) {
    return Gradients.withoutRecording(
        () -> {
          try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
            List<Moments> parts =
                styles.stream()
                    .map(style -> Moments.of(style.picture().toArray(manager).expandDims(0)))
                    .toList();
            Moments target = Moments.mixed(parts, styles.stream().map(Style::share).toList());
            NDArray mapped = transport(picture.toArray(manager).expandDims(0), target);
            return Picture.of(mapped.squeeze(0)).clamped();
          }
        });
  }

  /**
   * Gives a picture the colours of a reference: {@link #transport}, which keeps related channels
   * related, and then {@link #matchHistogram}.
   *
   * @param picture RGB
   * @param reference RGB of any size
   * @param device where to compute
   * @return RGB of the picture's size
   */
  public static Picture recoloured(Picture picture, Picture reference, Device device) {
    return Gradients.withoutRecording(
        () -> {
          try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
            Moments target = Moments.of(reference.toArray(manager).expandDims(0));
            NDArray mapped = transport(picture.toArray(manager).expandDims(0), target);
            return matchHistogram(Picture.of(mapped.squeeze(0)), reference);
          }
        });
  }

  /**
   * Returns the luminance of one picture with the chroma of another, which keeps the content's
   * colours under a style's strokes.
   *
   * @param luminance (1 or 3, H, W)
   * @param chroma of the same size; grey has none
   * @return (3, H, W), clamped to [-1, 1]
   */
  public static Picture withChroma(Picture luminance, Picture chroma) {
    if (luminance.height() != chroma.height() || luminance.width() != chroma.width()) {
      throw new IllegalArgumentException(
          "Expected luminance and chroma of one size, but got %s×%s and %s×%s pixels"
              .formatted(luminance.height(), luminance.width(), chroma.height(), chroma.width()));
    }
    float[] wanted = luminance.toGrey().values();
    Picture colours = chroma.toRgb();
    float[] own = colours.toGrey().values();
    var values = new float[colours.values().length];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % own.length;
      values[i] = colours.values()[i] + wanted[pixel] - own[pixel];
    }
    return new Picture(3, colours.height(), colours.width(), values).clamped();
  }

  /**
   * Shifts and scales the luminance of a style to mean and deviation of the content's (Gatys et
   * al., arXiv:1606.05897, equation 10), so that a transfer between luminances keeps the content's
   * brightness.
   *
   * @return the style in grey, (1, H, W), clamped to [-1, 1]
   */
  public static Picture matchLuminance(Picture style, Picture content) {
    Picture grey = style.toGrey();
    double[] own = meanAndDeviation(grey.values());
    double[] wanted = meanAndDeviation(content.toGrey().values());
    double factor = own[1] == 0 ? 0 : wanted[1] / own[1];
    var values = new float[grey.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((grey.values()[i] - own[0]) * factor + wanted[0]);
    }
    return new Picture(1, grey.height(), grey.width(), values).clamped();
  }

  private static double[] meanAndDeviation(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new double[] {mean, Math.sqrt(squares / values.length)};
  }

  /**
   * Gives each channel of a picture the distribution of values that the same channel of a reference
   * has: a value becomes the reference's of the same rank, interpolated between two.
   *
   * @param picture of any size, without alpha
   * @param reference of any size and the same channels
   */
  public static Picture matchHistogram(Picture picture, Picture reference) {
    if (picture.channels() != reference.channels() || picture.hasAlpha()) {
      throw new IllegalArgumentException(
          "Expected two pictures of 1 or 3 channels, but got %s and %s channels"
              .formatted(picture.channels(), reference.channels()));
    }
    var values = new float[picture.values().length];
    int plane = picture.height() * picture.width();
    int other = reference.height() * reference.width();
    for (int c = 0; c < picture.channels(); c++) {
      float[] own = Arrays.copyOfRange(picture.values(), c * plane, (c + 1) * plane);
      float[] sorted = own.clone();
      float[] wanted = Arrays.copyOfRange(reference.values(), c * other, (c + 1) * other);
      Arrays.sort(sorted);
      Arrays.sort(wanted);
      for (int i = 0; i < plane; i++) {
        values[c * plane + i] = quantile(wanted, rank(sorted, own[i]));
      }
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), values);
  }

  /** The share of values below one, and half of those that equal it. */
  private static double rank(float[] sorted, float value) {
    return (lower(sorted, value) + lower(sorted, Math.nextUp(value))) / (2.0 * sorted.length);
  }

  /** The number of values below one. */
  private static int lower(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static float quantile(float[] sorted, double share) {
    double at = Math.min(sorted.length - 1.0, Math.max(0, share * sorted.length - 0.5));
    int index = (int) at;
    float low = sorted[index];
    float high = sorted[Math.min(sorted.length - 1, index + 1)];
    return (float) (low + (at - index) * (high - low));
  }
}
