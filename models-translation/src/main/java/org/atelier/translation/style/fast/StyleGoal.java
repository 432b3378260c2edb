package org.atelier.translation.style.fast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.perception.Criterion;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.PerceptualLoss;
import org.atelier.perception.StyleLoss;
import org.atelier.perception.TapWeights;
import org.atelier.perception.WassersteinStatistic;

/**
 * What a {@link FastStyle} learns: the losses, which share a frozen network, and the style
 * pictures.
 *
 * @param content compares the result with the content
 * @param style compares the result with a style picture; of the same extractor
 * @param pictures the style pictures, RGB in [-1, 1], in the order of the options' names. Their
 *     size in pixels is that of the strokes
 */
public record StyleGoal(PerceptualLoss content, StyleLoss style, List<Picture> pictures) {
  private static final NativeFunction VARIANCE =
      NativeFunction.of("torch.mean(torch.var(f, [0, 2, 3], False, False))", "f");

  /** Checks that there is one extractor. */
  public StyleGoal {
    if (content.extractor() != style.extractor()) {
      throw new IllegalArgumentException(
          "Expected content and style to have one extractor, but got two; one pass gives the taps of both");
    }
    pictures = pictures.stream().map(Picture::toRgb).toList();
  }

  /**
   * The losses of pytorch/examples: the mean squared difference of features at relu2_2, and of Gram
   * matrices at relu1_2, relu2_2, relu3_3 and relu4_3.
   *
   * @param extractor a VGG-16 with these taps
   */
  public static StyleGoal ofVgg16(FeatureExtractor extractor, List<Picture> pictures) {
    return new StyleGoal(
        new PerceptualLoss(extractor, TapWeights.equal(1, List.of("relu2_2")), Criterion.L2),
        StyleLoss.gram(extractor, TapWeights.equal(1, vgg16Taps())),
        pictures);
  }

  /** The taps that {@link #ofVgg16} needs. */
  public static List<String> vgg16Taps() {
    return List.of("relu1_2", "relu2_2", "relu3_3", "relu4_3");
  }

  /**
   * Losses whose values are about 1 for any network: the mean squared difference of features, over
   * their variance in the first style picture, and the mean over taps of the Wasserstein distance
   * of features, over the variance of the style's. For networks of few channels, such as the linear
   * bottlenecks of MobileNetV2, whose Gram matrices tell little.
   *
   * @param contentTap the tap at which content is compared
   * @param styleTaps the taps at which style is compared
   */
  public static StyleGoal relative(
      FeatureExtractor extractor,
      String contentTap,
      List<String> styleTaps,
      List<Picture> pictures) {
    double variance;
    try (NDManager scratch = NDManager.newBaseManager(extractor.device(), "PyTorch")) {
      NDArray seen = Pictures.toBatch(List.of(pictures.get(0).toRgb()), scratch);
      variance =
          Gradients.withoutRecording(
                  () -> VARIANCE.apply(extractor.of(seen, List.of(contentTap)).get(contentTap)))
              .getFloat();
    }
    return new StyleGoal(
        new PerceptualLoss(
            extractor,
            TapWeights.equal(1 / Math.max(variance, 1e-12), List.of(contentTap)),
            Criterion.L2),
        new StyleLoss(
            extractor,
            TapWeights.equal(1.0 / styleTaps.size(), styleTaps),
            WassersteinStatistic.relative()),
        pictures);
  }

  FeatureExtractor extractor() {
    return style.extractor();
  }

  /** The taps of both losses. */
  Set<String> taps() {
    var taps = new LinkedHashSet<>(content.weights().taps());
    taps.addAll(style.weights().taps());
    return taps;
  }
}
