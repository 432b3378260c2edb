package org.atelier.metrics.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.image.ValueRange;
import org.atelier.metrics.Score;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;

class PairMetricTest {
  private static final String FAMILY = "metrics";
  private static final String SOURCE = "basicsr/metrics/psnr_ssim.py";
  private static final PairOptions BYTES = PairOptions.defaults().withRange(ValueRange.BYTES);

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private NDArray picture(Golden golden, String tensor) {
    return golden.array(tensor, scope).toType(DataType.FLOAT32, false).expandDims(0);
  }

  private NDArray scaled(Golden golden, String tensor) {
    return golden.array(tensor, scope).toType(DataType.FLOAT32, false);
  }

  private static void assertValue(Golden golden, String tensor, NDArray actual) {
    assertThat(actual.getShape()).isEqualTo(new Shape(1));
    golden.assertMatches(tensor, actual.toDoubleArray()[0]);
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_psnr_and_ssim(Golden golden) {
    NDArray a = picture(golden, "image_a");
    NDArray b = picture(golden, "image_b");
    for (String channels : List.of("rgb", "y")) {
      for (int border : new int[] {0, golden.size("crop")}) {
        var pairs = BYTES.withLuma(channels.equals("y")).withBorder(border);
        String suffix = "_" + channels + "_crop" + border;
        assertValue(golden, "output.psnr" + suffix, Psnr.defaults().withPairs(pairs).of(a, b));
        assertValue(
            golden,
            "output.psnr_tensor" + suffix,
            Psnr.defaults().withPairs(pairs).withFloor(1e-8).of(a, b));
        var ssim = new Ssim(SsimOptions.defaults().withPairs(pairs));
        assertValue(golden, "output.ssim" + suffix, ssim.of(a, b));
        assertValue(golden, "output.ssim_tensor" + suffix, ssim.of(a, b));
      }
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_scikit_images_numbers(Golden golden) {
    NDArray a = picture(golden, "image_a");
    NDArray b = picture(golden, "image_b");
    var gaussian = new Ssim(SsimOptions.defaults().withPairs(BYTES));
    var uniform =
        new Ssim(
            SsimOptions.defaults()
                .withPairs(BYTES)
                .withWindow(SsimWindow.uniform(7))
                .withSampleCovariance(true));

    assertValue(golden, "output.psnr_skimage", Psnr.defaults().withPairs(BYTES).of(a, b));
    assertValue(golden, "output.ssim_skimage_gaussian", gaussian.of(a, b));
    assertValue(golden, "output.ssim_skimage_uniform7", uniform.of(a, b));
    NDArray green = gaussian.map(a, b).get(new NDIndex("0, 1"));
    assertThat(green.mean().getDouble())
        .isCloseTo(golden.value("output.ssim_skimage_gaussian_green_channel"), within(1e-6));
    // Windows inside the picture: without a border of 5.
    double[] expected =
        golden
            .array("output.ssim_map_skimage_gaussian_green_channel", scope)
            .get(new NDIndex("5:-5, 5:-5"))
            .toDoubleArray();
    assertThat(green.toDoubleArray()).containsExactly(expected, within(1e-5));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_same_in_this_librarys_range(Golden golden) {
    NDArray a = picture(golden, "image_a").div(127.5f).sub(1);
    NDArray b = picture(golden, "image_b").div(127.5f).sub(1);

    assertValue(golden, "output.psnr_rgb_crop0", Psnr.defaults().of(a, b));
    assertValue(golden, "output.ssim_rgb_crop0", Ssim.defaults().of(a, b));
    assertThat(golden.tensor("output.psnr_identical_is_infinite").toDoubles()).containsExactly(1);
    assertThat(Psnr.defaults().of(a, a).toDoubleArray()[0]).isInfinite();
    assertThat(Ssim.defaults().of(a, a).toDoubleArray()[0]).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = "pytorch_msssim/ssim.py")
  void should_give_the_references_similarity_at_five_scales(Golden golden) {
    NDArray a = scaled(golden, "image_a");
    NDArray b = scaled(golden, "image_b");
    var options = SsimOptions.defaults().withPairs(BYTES);

    golden.assertMatches("output.ssim", new Ssim(options).of(a, b));
    golden.assertMatches(
        "output.ssim_nonnegative_k2_0.4",
        new Ssim(options.withK2(0.4).withNonnegative(true)).of(a, b));
    golden.assertMatches("output.ms_ssim", new MsSsim(options).of(a, b));
    golden.assertMatches("output.ms_ssim_mean", new MsSsim(options).of(a, b).mean());
    golden.assertMatches(
        "output.ms_ssim_window_7", new MsSsim(options.withWindow(new SsimWindow(7, 1.5))).of(a, b));
    var unit = BYTES.withRange(ValueRange.UNIT);
    golden.assertMatches(
        "output.ms_ssim_range1", new MsSsim(options.withPairs(unit)).of(a.div(255), b.div(255)));
    golden.assertMatches(
        "output.gaussian_window_11", scope.create(SsimWindow.gaussian().weights()));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_be_differentiable(Golden golden) {
    NDArray a = picture(golden, "image_a").div(127.5f).sub(1);
    NDArray b = picture(golden, "image_b").div(127.5f).sub(1);
    var metric = new Ssim(SsimOptions.defaults().withPairs(PairOptions.defaults().withBorder(2)));
    a.setRequiresGradient(true);
    NDArray value = Gradients.recording(() -> metric.of(a, b).sum());
    NDArray gradient = Gradients.of(value, List.of(a)).get(0);

    NDArray direction = gradient.div(gradient.norm());
    double step = 1e-2;
    double numeric =
        (metric.of(a.add(direction.mul(step)), b).toDoubleArray()[0]
                - metric.of(a.sub(direction.mul(step)), b).toDoubleArray()[0])
            / (2 * step);
    assertThat(numeric).isCloseTo(gradient.norm().getFloat(), within(1e-3 * numeric));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_average_pairs_over_batches_and_remember_how(Golden golden) {
    NDArray a = picture(golden, "image_a");
    NDArray b = picture(golden, "image_b");
    var metric = Psnr.defaults().withPairs(BYTES.withLuma(true).withBorder(4));
    var mean = new PairMean(metric, "two pictures");
    int before = scope.getManagedArrays().size();
    mean.add(a, b);
    mean.add(b.concat(a).get(new NDIndex("1:2")), a.add(3));
    assertThat(mean.count()).isEqualTo(2);
    assertThat(scope.getManagedArrays().size() - before).isLessThan(8);

    Score score = mean.score();
    double first = metric.of(a, b).toDoubleArray()[0];
    double second = metric.of(a, a.add(3)).toDoubleArray()[0];
    assertThat(score.value()).isCloseTo((first + second) / 2, within(1e-9));
    assertThat(score.deviation()).isCloseTo(Math.abs(first - second) / 2, within(1e-9));
    assertThat(score.fingerprint().protocol()).isEqualTo("luma, border 4, floor 0.0");

    var everything = new PairMean(Psnr.defaults().withPairs(BYTES), "two pictures");
    everything.add(a, b);
    everything.add(a, a);
    assertThat(everything.score().value()).isInfinite();
    assertThatThrownBy(() -> score.minus(everything.score()))
        .hasMessageContaining("\"luma, border 4, floor 0.0\" here and \"all channels");
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_say_what_does_not_fit(Golden golden) {
    NDArray a = picture(golden, "image_a");
    assertThatThrownBy(() -> Psnr.defaults().of(a, scope.zeros(a.getShape().add(1))))
        .hasMessageContaining("two arrays of the same shape");
    assertThatThrownBy(() -> MsSsim.defaults().of(a, a))
        .hasMessageContaining("sides of at least 161 pixels for five scales");
    NDArray grey = scope.zeros(new Shape(1, 1, 10, 10));
    assertThatThrownBy(() -> Ssim.defaults().of(grey, grey))
        .hasMessageContaining("sides of at least 11 pixels, the window's size");
    var luma = Psnr.defaults().withPairs(BYTES.withLuma(true));
    assertThatThrownBy(() -> luma.of(grey, grey)).hasMessageContaining("these have 1 channels");
    assertThatThrownBy(() -> new PairMean(luma, "none").score())
        .isInstanceOf(IllegalStateException.class);
  }
}
