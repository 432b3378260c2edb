package org.atelier.perception;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.ValueRange;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;

/**
 * What a feature network expects of its input: (x − mean) / deviation for each channel, with x in a
 * value range. Pictures in [-1, 1] are converted.
 *
 * @param range the value range of x, from black to white
 * @param mean the mean of each channel, red, green, blue, in this range
 * @param deviation the standard deviation of each channel, positive
 */
public record InputNormalisation(ValueRange range, List<Double> mean, List<Double> deviation) {
  /** Checks that there are three channels and positive deviations. */
  public InputNormalisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != 3 || deviation.size() != 3) {
      throw new IllegalArgumentException(
          "Expected the mean and deviation of 3 channels, but got %s and %s"
              .formatted(mean, deviation));
    }
    if (deviation.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("deviation must be positive, but was " + deviation);
    }
  }

  /** The statistics of ImageNet in [0, 1], with which torchvision's classifiers are trained. */
  public static InputNormalisation imageNet() {
    return new InputNormalisation(
        ValueRange.UNIT, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
  }

  /** Pictures in [0, 1], not normalised. */
  public static InputNormalisation unit() {
    return plain(ValueRange.UNIT);
  }

  /** Pictures in [-1, 1], as everywhere in this library. */
  public static InputNormalisation symmetric() {
    return plain(ValueRange.SYMMETRIC);
  }

  /** Pictures in a range, not normalised. */
  public static InputNormalisation plain(ValueRange range) {
    return new InputNormalisation(range, List.of(0., 0., 0.), List.of(1., 1., 1.));
  }

  /** Writes the conversion of pictures (N, 3, H, W) in [-1, 1]. */
  Value write(Script script, Value pictures) {
    Value x = pictures.expectPicture(3);
    var subtracted = new double[3];
    var divided = new double[3];
    // range = middle + half · x, so (range − m) / d = (x − (m − middle) / half) / (d / half).
    double half = (range.high() - range.low()) / 2;
    double middle = range.low() + half;
    boolean same = true;
    for (int i = 0; i < 3; i++) {
      subtracted[i] = (mean.get(i) - middle) / half;
      divided[i] = deviation.get(i) / half;
      same &= subtracted[i] == subtracted[0] && divided[i] == divided[0];
    }
    if (same) {
      return subtracted[0] == 0 && divided[0] == 1
          ? x
          : script.line(
              x.shape(), "torch.div(torch.sub({0}, {1}), {2})", x, subtracted[0], divided[0]);
    }
    return script.line(
        new Shape(x.size(0), 3, x.size(2), x.size(3)),
        "torch.div(torch.sub({0}, torch.reshape(torch.to(torch.tensor({1}), {0}), [1, 3, 1, 1])),"
            + " torch.reshape(torch.to(torch.tensor({2}), {0}), [1, 3, 1, 1]))",
        x,
        subtracted,
        divided);
  }
}
