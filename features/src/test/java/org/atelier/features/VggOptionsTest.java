package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.features.vgg.Pooling;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.nn.script.Window;
import org.atelier.perception.ChannelNorms;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VggOptionsTest {
  private static final VggOptions NARROW =
      VggOptions.defaults().withDivisor(16).withClassifier(List.of(5));

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private static FeatureExtractor extractor(VggOptions options, String... taps) {
    return FeatureExtractor.random(Vgg.architecture(options), List.of(taps), Device.cpu());
  }

  private NDArray picture(int height, int width) {
    float[] values = CounterRandom.of(5).gaussians(3 * height * width);
    return HostValues.toArray(scope, values, new Shape(1, 3, height, width));
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void pooling_rescales_what_it_makes_of_four_pixels(Pooling pooling) {
    try (FeatureExtractor vgg = extractor(NARROW.withPooling(pooling), "relu1_2", "pool1")) {
      Map<String, NDArray> taps = vgg.of(picture(7, 4));
      float[] before = taps.get("relu1_2").toFloatArray();
      NDArray after = taps.get("pool1");
      assertThat(after.getShape()).isEqualTo(new Shape(1, 4, 3, 2));
      float[] values = after.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        int corner = i / 6 * 28 + i % 6 / 2 * 8 + i % 2 * 2;
        double[] four = {
          before[corner], before[corner + 1], before[corner + 4], before[corner + 5]
        };
        double expected =
            switch (pooling) {
              case MAX -> Arrays.stream(four).max().orElseThrow();
              case AVERAGE -> 2 * Arrays.stream(four).average().orElseThrow();
              case L2 -> 0.78 * Math.sqrt(Arrays.stream(four).map(x -> x * x).sum());
            };
        assertThat((double) values[i]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void gradients_through_pooling_of_zeros_are_finite(Pooling pooling) {
    try (FeatureExtractor vgg = extractor(NARROW.withPooling(pooling), "pool3")) {
      NDArray picture = picture(16, 16);
      picture.setRequiresGradient(true);
      NDArray sum = Gradients.recording(() -> vgg.of(picture).get("pool3").sum());
      NDArray gradient = Gradients.of(sum, List.of(picture)).get(0);
      for (float value : gradient.toFloatArray()) {
        assertThat(value).isFinite();
      }
      assertThat(gradient.abs().max().getFloat()).isPositive();
    }
  }

  @Test
  void a_replicated_border_has_no_frame_where_the_picture_is_flat() {
    NDArray grey = scope.ones(new Shape(1, 3, 8, 8));
    try (FeatureExtractor zeros = extractor(NARROW, "conv1_1");
        FeatureExtractor replicated =
            extractor(NARROW.withReplicateBorder(true), "conv1_1", "relu1_1")) {
      assertThat(spread(zeros.of(grey).get("conv1_1"))).isGreaterThan(0.01f);
      NDArray flat = replicated.of(grey).get("conv1_1");
      assertThat(flat.getShape()).isEqualTo(new Shape(1, 4, 8, 8));
      assertThat(spread(flat)).isLessThan(1e-5f);
      assertThat(replicated.weights().keySet())
          .containsExactly("features.0.weight", "features.0.bias");
    }
  }

  /** The largest difference between positions of the first channel. */
  private static float spread(NDArray tap) {
    NDArray first = tap.get(":, :1");
    return first.max().getFloat() - first.min().getFloat();
  }

  @Test
  void taps_know_their_channels_stride_and_receptive_field() {
    try (FeatureExtractor vgg =
        extractor(NARROW, "conv1_1", "relu3_1", "relu4_1", "relu5_1", "logits")) {
      assertThat(vgg.channels("relu4_1")).isEqualTo(32);
      assertThat(vgg.channels("logits")).isEqualTo(5);
      assertThat(vgg.receptiveField("conv1_1")).isEqualTo(new Window(3, 1));
      assertThat(vgg.receptiveField("relu3_1")).isEqualTo(new Window(24, 4));
      assertThat(vgg.receptiveField("relu4_1")).isEqualTo(new Window(68, 8));
      assertThat(vgg.receptiveField("logits").isEverything()).isTrue();
    }
  }

  @Test
  void norms_of_channels_are_those_of_the_convolution_before_an_activation() {
    VggOptions normalised = NARROW.withBatchNorm(true);
    try (FeatureExtractor vgg = extractor(normalised, "conv2_1", "relu2_1", "pool2")) {
      double[] bare = ChannelNorms.of(vgg, "conv2_1").orElseThrow();
      assertThat(bare).hasSize(8).doesNotContain(0);
      NDArray factor = vgg.weights().get("features.8.weight");
      factor.set(new NDIndex("3"), 0f);
      double[] active = ChannelNorms.of(vgg, "relu2_1").orElseThrow();
      assertThat(active[3]).isZero();
      assertThat(active[2]).isCloseTo(bare[2], within(1e-6));
      assertThat(ChannelNorms.of(vgg, "pool2")).isEmpty();
    }
  }

  @Test
  void memory_of_the_caller_grows_by_the_taps_alone() {
    try (FeatureExtractor vgg = extractor(NARROW, "relu1_1", "relu2_1")) {
      NDArray picture = picture(16, 16);
      int before = scope.getManagedArrays().size();
      for (int i = 0; i < 3; i++) {
        vgg.of(picture).values().forEach(NDArray::close);
      }
      assertThat(scope.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void sizes_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> NARROW.withDivisor(3)).hasMessageContaining("divisor must divide 64");
    assertThatThrownBy(() -> NARROW.withClassifier(List.of(3, 0)))
        .hasMessageContaining("classifier");
    try (FeatureExtractor vgg = extractor(NARROW, "pool5")) {
      NDArray small = picture(8, 40);
      assertThatThrownBy(() -> vgg.of(small)).hasMessageContaining("VGG-19.features");
    }
  }
}
