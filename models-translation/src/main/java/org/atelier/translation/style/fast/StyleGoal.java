package org.atelier.translation.style.fast;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atelier.image.Picture;
import org.atelier.perception.Criterion;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.PerceptualLoss;
import org.atelier.perception.StyleLoss;
import org.atelier.perception.TapWeights;

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
