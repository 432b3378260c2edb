package org.atelier.translation.style.fast;

import java.util.HashSet;
import java.util.List;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * The options of a {@link FastStyle}.
 *
 * @param filters feature maps of the network next to the picture, at least 1; 32 in the reference
 * @param styles the names of the styles, at least one, each different
 * @param imageSize height and width of the pictures in training, a multiple of 4, at least 8
 * @param weights the weights of the losses
 * @param optimizer the optimizer
 */
public record FastStyleOptions(
    int filters, List<String> styles, int imageSize, Weights weights, Adam optimizer) {
  /**
   * The weights of the losses.
   *
   * @param content of the distance of features, at least 0
   * @param style of the distance of statistics of features, at least 0
   * @param smoothness of the total variation, at least 0
   */
  public record Weights(double content, double style, double smoothness) {
    /** Checks the numbers. */
    public Weights {
      OptionChecks.notNegative("content", content);
      OptionChecks.notNegative("style", style);
      OptionChecks.notNegative("smoothness", smoothness);
    }

    /** Those of pytorch/examples, for Gram matrices of VGG-16: 1e5 and 1e10. */
    public static Weights defaults() {
      return new Weights(1e5, 1e10, 0);
    }

    /** Returns a copy with this weight of the content, at least 0. */
    public Weights withContent(double content) {
      return new Weights(content, style, smoothness);
    }

    /** Returns a copy with this weight of the style, at least 0. */
    public Weights withStyle(double style) {
      return new Weights(content, style, smoothness);
    }

    /** Returns a copy with this weight of the total variation, at least 0. */
    public Weights withSmoothness(double smoothness) {
      return new Weights(content, style, smoothness);
    }
  }

  /** Checks the numbers and the names. */
  public FastStyleOptions {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.layerWidth(4L * filters);
    styles = List.copyOf(styles);
    if (styles.isEmpty()
        || new HashSet<>(styles).size() < styles.size()
        || styles.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "styles must be at least one name, each different, but were " + styles);
    }
    if (imageSize < TransformerNet.LEAST_SIDE || imageSize % TransformerNet.MULTIPLE != 0) {
      throw new IllegalArgumentException(
          "imageSize must be a multiple of %s, at least %s, but was %s"
              .formatted(TransformerNet.MULTIPLE, TransformerNet.LEAST_SIDE, imageSize));
    }
  }

  /**
   * As pytorch/examples has them: 32 filters, one style, 256 pixels, Adam with learning rate 1e-3
   * and β₁ 0.9.
   */
  public static FastStyleOptions defaults() {
    return new FastStyleOptions(32, List.of("style"), 256, Weights.defaults(), Adam.of(1e-3, 0.9));
  }

  /** Returns a copy with this number of feature maps, at least 1. */
  public FastStyleOptions withFilters(int filters) {
    return new FastStyleOptions(filters, styles, imageSize, weights, optimizer);
  }

  /** Returns a copy with these styles. */
  public FastStyleOptions withStyles(List<String> styles) {
    return new FastStyleOptions(filters, styles, imageSize, weights, optimizer);
  }

  /** Returns a copy with pictures of this size in training. */
  public FastStyleOptions withImageSize(int imageSize) {
    return new FastStyleOptions(filters, styles, imageSize, weights, optimizer);
  }

  /** Returns a copy with these weights. */
  public FastStyleOptions withWeights(Weights weights) {
    return new FastStyleOptions(filters, styles, imageSize, weights, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public FastStyleOptions withOptimizer(Adam optimizer) {
    return new FastStyleOptions(filters, styles, imageSize, weights, optimizer);
  }
}
