package org.atelier.translation.style.gatys;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.InputNormalisation;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.Colours;

/** A small network, small pictures, and options for them. */
final class StylePictures {
  private StylePictures() {}

  /** Three convolutions of random weights, with pooling between. */
  static FeatureExtractor network() {
    var taps = new LinkedHashMap<String, String>();
    taps.put("relu1", "1");
    taps.put("relu2", "4");
    taps.put("relu3", "7");
    return FeatureExtractor.random(
        new FeatureArchitecture(
            "Small", StylePictures::layers, InputNormalisation.symmetric(), taps),
        taps.keySet(),
        Device.cpu());
  }

  private static Layer layers() {
    return Sequential.of(
        Conv2d.of(6, 3).withPadding(1),
        Activation.relu(),
        Pool2d.max(2),
        Conv2d.of(8, 3).withPadding(1),
        Activation.relu(),
        Pool2d.max(2),
        Conv2d.of(8, 3).withPadding(1),
        Activation.relu());
  }

  /** Few steps at 40 pixels. */
  static OptimisedStyleOptions options() {
    var style =
        new StyleTerm(
            10, StyleTerm.Measure.RELATIVE_WASSERSTEIN, StyleTap.of("relu1", "relu2", "relu3"));
    var content = new ContentTerm(1, ContentTerm.Measure.RELATIVE, StyleTap.of("relu3"));
    return new OptimisedStyleOptions(
        new StyleObjective(style, content, new StylePenalties(0.1, 0, 1, 100)),
        new StyleCanvas(
            StyleCanvas.Surface.PIXELS, new StyleSolver.BySteps(0.05, 0.99, 0.1), false, 0),
        new StyleScales(40, 32, 20, 20, 1),
        StyleStart.CONTENT,
        Colours.STYLE,
        1);
  }

  /** Smooth waves, other ones and other colours for each seed. */
  static Picture picture(int height, int width, long seed) {
    var random = CounterRandom.of(seed);
    var values = new float[3 * height * width];
    for (int c = 0; c < 3; c++) {
      double middle = random.nextDouble() - 0.5;
      double rows = 0.2 + random.nextDouble();
      double columns = 0.2 + random.nextDouble();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          values[(c * height + y) * width + x] =
              (float) (middle + 0.4 * Math.sin(rows * y + columns * x));
        }
      }
    }
    return new Picture(3, height, width, values);
  }

  static Picture flat(int height, int width, float value) {
    var values = new float[3 * height * width];
    java.util.Arrays.fill(values, value);
    return new Picture(3, height, width, values);
  }

  /** The mean absolute difference of two pictures of one size. */
  static double difference(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.abs(a.values()[i] - b.values()[i]);
    }
    return sum / a.values().length;
  }

  static List<Picture> noisy(Picture picture, int count, double deviation) {
    var frames = new java.util.ArrayList<Picture>();
    for (int frame = 0; frame < count; frame++) {
      float[] values = CounterRandom.of(99, frame).gaussians(picture.values().length);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (picture.values()[i] + deviation * values[i]);
      }
      frames.add(new Picture(3, picture.height(), picture.width(), values).clamped());
    }
    return frames;
  }
}
