package org.atelier.translation.style.wct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics of changed features, and numbers that PyTorch 1.13 computed. */
class FeatureTransformTest {
  private static final double STRENGTH = 0.75;

  /** Of the features below, by {@code benchmarks/python/style/levels.py}. */
  private static final double[] WCT = {
    -0.24693, 2.14448, 2.20544, 0.38508, 2.14982, 1.1128, 2.74046, 3.87852, 2.21482, 3.2158,
    3.72718, 1.4368, 3.03792, 1.51952, 3.16407, 3.12966, 1.1526, 1.6915, 4.48268, 2.04698, 2.12722,
    4.45975, 1.5654, 1.187, 2.00403, 2.24953, -0.10788, 1.64482, 1.09761, 3.84118, 3.46553, 2.12562,
    4.07649, 2.90814, 0.77553, 1.9337
  };

  private static final double[] OPTIMAL_TRANSPORT = {
    -0.24442, 2.14332, 2.21791, 0.38922, 2.15445, 1.10391, 2.73477, 3.87749, 2.20443, 3.21278,
    3.73299, 1.43743, 3.04533, 1.5163, 3.20049, 3.14179, 1.1665, 1.66562, 4.46547, 2.04392, 2.09678,
    4.45037, 1.58255, 1.18915, 2.00154, 2.23074, -0.0881, 1.64886, 1.07396, 3.81604, 3.50746,
    2.12845, 4.06643, 2.95375, 0.77064, 1.90452
  };

  private static final double[] ADAIN = {
    -0.07797, 1.92978, 2.13055, 0.52435, 1.729, 1.12668, 3.3352, 3.73675, 2.33133, 3.73675, 3.3352,
    1.12668, 2.55866, 1.5818, 2.88429, 2.72147, 1.09336, 1.74461, 4.67521, 2.39585, 2.39585,
    4.67521, 1.74461, 1.09336, 1.81676, 2.05083, 0.17832, 1.5827, 0.88051, 3.45521, 3.92333,
    2.28489, 3.92333, 3.45521, 0.88051, 1.5827
  };

  private final NDManager scope = NDManager.newBaseManager();
  private final TinyLevels tiny = new TinyLevels();

  @AfterEach
  void close() {
    tiny.close();
    scope.close();
  }

  static List<FeatureTransform> transforms() {
    return List.of(
        FeatureTransform.wct(), FeatureTransform.optimalTransport(), FeatureTransform.adain());
  }

  private NDArray content() {
    var values = new float[36];
    for (int i = 0; i < values.length; i++) {
      values[i] = (7 * i * i + 3 * i) % 23 / 5f;
    }
    return HostValues.toArray(scope, values, new Shape(1, 3, 3, 4));
  }

  private NDArray style() {
    var values = new float[45];
    for (int i = 0; i < values.length; i++) {
      values[i] = (5 * i * i + 11 * i) % 31 / 7f;
    }
    return HostValues.toArray(scope, values, new Shape(1, 3, 3, 5));
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void gives_the_numbers_of_pytorch(FeatureTransform transform) {
    NDArray features = content();
    Moments of = Moments.of(features, null);
    Moments wanted = Moments.of(style(), null);
    double[] matrix = transform.matrix(of, wanted).toDoubleArray();
    double[] expected =
        transform instanceof FeatureTransform.WhiteningColouring
            ? WCT
            : transform instanceof FeatureTransform.OptimalTransport ? OPTIMAL_TRANSPORT : ADAIN;

    double[] mean = of.mean().toDoubleArray();
    double[] target = wanted.mean().toDoubleArray();
    float[] f = features.toFloatArray();
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 12; i++) {
        double sum = target[c];
        for (int k = 0; k < 3; k++) {
          sum += matrix[3 * c + k] * (f[12 * k + i] - mean[k]);
        }
        double blended = STRENGTH * sum + (1 - STRENGTH) * f[12 * c + i];
        assertThat(blended).isCloseTo(expected[12 * c + i], within(2e-5));
      }
    }
  }

  @Test
  void weighted_moments_are_those_of_a_plain_computation() {
    NDArray features = content();
    var weights = new float[12];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 3 / 2f;
    }

    Moments found = Moments.of(features, weights);

    Plain plain = Plain.of(features, weights);
    assertThat(found.mean().toDoubleArray()).containsExactly(plain.mean, within(1e-9));
    assertThat(found.covariance().toDoubleArray()).containsExactly(plain.covariance, within(1e-9));
  }

  @Test
  void without_weights_the_covariance_is_divided_by_one_less_than_the_positions() {
    assertThat(Moments.of(content(), null).covariance().toDoubleArray())
        .containsExactly(
            new double[] {1.6009, 0.8264, 0.3655, 0.8264, 2.1415, 0.7873, 0.3655, 0.7873, 1.1673},
            within(1e-4));
  }

  @Test
  void whitened_features_have_no_mean_and_the_identity_as_covariance() {
    NDArray features = content();

    NDArray white = Moments.of(features, null).whitened(features, 1e-5);

    Moments found = Moments.of(white, null);
    assertThat(found.mean().toDoubleArray()).containsExactly(new double[3], within(1e-6));
    assertThat(found.covariance().toDoubleArray())
        .containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-5));
  }

  /** Where ε is small beside the variances. */
  static List<FeatureTransform> exactTransforms() {
    return List.of(
        FeatureTransform.wct(),
        FeatureTransform.optimalTransport(),
        new FeatureTransform.AdaptiveInstanceNorm(1e-12));
  }

  @ParameterizedTest
  @MethodSource("exactTransforms")
  void gives_features_the_mean_and_covariance_of_the_style(FeatureTransform transform) {
    Level level = tiny.levels().get(0);
    Style style = Style.of(TinyLevels.picture(24, 30, 2));
    PaddedSize size = new PaddedSize(20, 26, 20, 26);
    NDArray features = level.features().encode(TinyLevels.picture(20, 26, 1), size, scope);
    try (var transfer = new LevelTransfer(level, List.of(style), transform, 1)) {

      Plain found = Plain.of(transfer.transformed(features, size, null), null);

      Plain wanted =
          Plain.of(
              level.features().encode(style.picture(), new PaddedSize(24, 30, 24, 30), scope),
              null);
      double scale = Arrays.stream(wanted.covariance).map(Math::abs).max().orElseThrow();
      assertThat(found.mean).containsExactly(wanted.mean, within(1e-4));
      for (int i = 0; i < 25; i++) {
        if (!(transform instanceof FeatureTransform.AdaptiveInstanceNorm) || i % 6 == 0) {
          assertThat(found.covariance[i]).isCloseTo(wanted.covariance[i], within(2e-3 * scale));
        }
      }
    }
  }

  @Test
  void each_region_gets_the_statistics_of_the_styles_region_of_its_colour() {
    Level level = tiny.levels().get(1);
    Style style = new Style(TinyLevels.picture(16, 20, 3), 1, halves(16, 20, false));
    PaddedSize size = new PaddedSize(12, 22, 12, 22);
    NDArray features = level.features().encode(TinyLevels.picture(12, 22, 1), size, scope);
    try (var transfer = new LevelTransfer(level, List.of(style), FeatureTransform.wct(), 1)) {
      Regions regions = halves(12, 22, true);

      NDArray changed = transfer.transformed(features, size, regions);

      NDArray wanted =
          level.features().encode(style.picture(), new PaddedSize(16, 20, 16, 20), scope);
      for (int region = 0; region < 2; region++) {
        Plain found = Plain.of(changed, regions.shares(region, 12, 22));
        int theirs = regions.in(style.regions())[region];
        Plain expected = Plain.of(wanted, style.regions().shares(theirs, 16, 20));
        assertThat(found.mean).containsExactly(expected.mean, within(1e-3));
        double scale = Arrays.stream(expected.covariance).map(Math::abs).max().orElseThrow();
        assertThat(found.covariance).containsExactly(expected.covariance, within(1e-2 * scale));
      }
    }
  }

  /** Black and white halves; which is left is told. */
  private static Regions halves(int height, int width, boolean blackIsLeft) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 == blackIsLeft ? -1 : 1;
    }
    return Regions.of(new Picture(1, height, width, values));
  }

  @Test
  void several_styles_average_what_each_gives_by_their_shares() {
    Level level = tiny.levels().get(0);
    var first = new Style(TinyLevels.picture(16, 16, 2), 3, null);
    var second = new Style(TinyLevels.picture(18, 12, 4), 1, null);
    PaddedSize size = new PaddedSize(14, 14, 14, 14);
    NDArray features = level.features().encode(TinyLevels.picture(14, 14, 1), size, scope);
    try (var both = new LevelTransfer(level, List.of(first, second), FeatureTransform.wct(), 0.8);
        var one = new LevelTransfer(level, List.of(first), FeatureTransform.wct(), 0.8);
        var other = new LevelTransfer(level, List.of(second), FeatureTransform.wct(), 0.8)) {
      float[] found = both.transformed(features, size, null).toFloatArray();
      float[] a = one.transformed(features, size, null).toFloatArray();
      float[] b = other.transformed(features, size, null).toFloatArray();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(0.75f * a[i] + 0.25f * b[i], within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void strength_0_leaves_features_as_they_are(FeatureTransform transform) {
    Level level = tiny.levels().get(0);
    PaddedSize size = new PaddedSize(14, 14, 14, 14);
    NDArray features = level.features().encode(TinyLevels.picture(14, 14, 1), size, scope);
    Style style = Style.of(TinyLevels.picture(16, 16, 2));
    try (var transfer = new LevelTransfer(level, List.of(style), transform, 0)) {
      assertThat(transfer.transformed(features, size, null).toFloatArray())
          .containsExactly(features.toFloatArray(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void a_flat_picture_does_not_become_noise(FeatureTransform transform) {
    Level level = tiny.levels().get(0);
    PaddedSize size = new PaddedSize(20, 20, 20, 20);
    var grey = new Picture(3, 20, 20, new float[1200]);
    NDArray features = level.features().encode(grey, size, scope);
    Style style = Style.of(TinyLevels.picture(16, 16, 2));
    try (var transfer = new LevelTransfer(level, List.of(style), transform, 1)) {
      Plain found = Plain.of(transfer.transformed(features, size, null), null);
      Plain wanted = Plain.of(level.features().encode(style.picture(), size(16), scope), null);
      for (int c = 0; c < 5; c++) {
        assertThat(found.mean[c]).isCloseTo(wanted.mean[c], within(1e-4));
        assertThat(found.covariance[6 * c]).isLessThan(1e-3 * wanted.covariance[6 * c]);
      }
    }
  }

  private static PaddedSize size(int side) {
    return new PaddedSize(side, side, side, side);
  }

  @Test
  void bad_options_are_refused() {
    assertThatThrownBy(() -> new WctOptions(FeatureTransform.wct(), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strength must be from 0 (the content) to 1 (all of the style), but was 1.5");
    assertThatThrownBy(() -> new FeatureTransform.WhiteningColouring(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeatureTransform.AdaptiveInstanceNorm(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Mean and covariance by the definition. */
  private record Plain(double[] mean, double[] covariance) {
    static Plain of(NDArray features, float[] weights) {
      int channels = (int) features.getShape().get(1);
      float[] f = features.toFloatArray();
      int n = f.length / channels;
      double total = 0;
      double squares = 0;
      var mean = new double[channels];
      for (int i = 0; i < n; i++) {
        double w = weights == null ? 1 : weights[i];
        total += w;
        squares += w * w;
        for (int c = 0; c < channels; c++) {
          mean[c] += w * f[c * n + i];
        }
      }
      for (int c = 0; c < channels; c++) {
        mean[c] /= total;
      }
      var covariance = new double[channels * channels];
      for (int a = 0; a < channels; a++) {
        for (int b = 0; b < channels; b++) {
          for (int i = 0; i < n; i++) {
            double w = weights == null ? 1 : weights[i];
            covariance[a * channels + b] += w * (f[a * n + i] - mean[a]) * (f[b * n + i] - mean[b]);
          }
          covariance[a * channels + b] /= total - squares / total;
        }
      }
      return new Plain(mean, covariance);
    }
  }
}
