package org.atelier.model.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.optim.Adam;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParametrisationTest {
  private static final Fourier SQUASHED = Fourier.defaults();
  private static final Fourier LINEAR = new Fourier(false, true, 0.01);

  /** An objective that weighs every value of a picture differently. */
  private static final NativeFunction WEIGHED =
      NativeFunction.of(
          "torch.sum(torch.mul(torch.square(torch.add(x, 0.3)), weights))", "x", "weights");

  /**
   * Every seventh value of the picture (1, 3, 4, 5) of the spectrum 0.1·sin(i), in float64 by
   * PyTorch 1.13: 2·sigmoid(M·irfft2(z·s)) − 1 with s as it is, and 2·M·irfft2(z·s) with rms(s) =
   * 1.
   */
  private static final float[] PYTORCH_SQUASHED = {
    0.092410f,
    -0.114255f,
    0.020490f,
    0.087814f,
    -0.037091f,
    0.014621f,
    -0.217953f,
    -0.001479f,
    0.042434f
  };

  private static final float[] PYTORCH_LINEAR = {
    0.114111f,
    -0.141301f,
    0.025233f,
    0.108406f,
    -0.045691f,
    0.018004f,
    -0.272743f,
    -0.001822f,
    0.052280f
  };

  static Stream<Parametrisation> all() {
    return Stream.of(
        Pixels.defaults(),
        SQUASHED,
        LINEAR,
        new Fourier(true, true, 0.01),
        new Fourier(false, false, 0.01));
  }

  private static Picture picture(int channels, int height, int width, double amplitude) {
    var values = CounterRandom.of(11).gaussians(channels * height * width);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(-0.99, Math.min(0.99, values[i] * amplitude));
    }
    return new Picture(channels, height, width, values);
  }

  /** A picture of low frequencies: a few waves in each colour. */
  private static Picture waves(int height, int width) {
    var values = new float[3 * height * width];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double phase = 2 * Math.PI * ((c + 1) * (y + 0.5) / height + 2 * (x + 0.5) / width);
          values[(c * height + y) * width + x] = (float) (0.4 * Math.cos(phase + c) + 0.1 * c);
        }
      }
    }
    return new Picture(3, height, width, values);
  }

  /** The same before a sigmoid, so that a squashed spectrum holds it exactly. */
  private static Picture seen(Picture waves, Parametrisation parametrisation) {
    float[] values = waves.values().clone();
    if (parametrisation instanceof Fourier fourier && fourier.squashed()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.tanh(values[i]);
      }
    }
    return new Picture(waves.channels(), waves.height(), waves.width(), values);
  }

  private static Canvas canvas(Picture picture, Parametrisation parametrisation) {
    Canvas canvas = Canvas.ofPictures("canvas", List.of(picture), parametrisation, Sgd.of(1));
    canvas.initialize(1, Device.cpu());
    return canvas;
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_canvas_shows_the_picture_whose_values_it_has(Parametrisation parametrisation) {
    for (int[] size : new int[][] {{3, 6, 8}, {3, 5, 7}, {1, 4, 6}, {3, 1, 1}, {4, 2, 9}}) {
      Picture picture = picture(size[0], size[1], size[2], 0.3);
      try (Canvas canvas = canvas(picture, parametrisation)) {
        assertThat(canvas.pictures().get(0).values())
            .containsExactly(picture.values(), within(1e-5f));
      }
    }
  }

  @Test
  void black_and_white_lose_half_a_level_to_the_sigmoid() {
    var extremes = new float[] {-1, 1, -1, 1};
    try (Canvas canvas = canvas(new Picture(1, 2, 2, extremes), SQUASHED)) {
      assertThat(canvas.pictures().get(0).values()).containsExactly(extremes, within(1.01f / 255));
    }
  }

  @Test
  void a_spectrum_shows_the_picture_that_pytorch_computes() {
    var picture = new Shape(1, 3, 4, 5);
    assertThat(SQUASHED.valuesShape(picture)).isEqualTo(new Shape(1, 3, 4, 3, 2));
    assertThat(everySeventh(SQUASHED, picture)).containsExactly(PYTORCH_SQUASHED, within(2e-6f));
    assertThat(everySeventh(LINEAR, picture)).containsExactly(PYTORCH_LINEAR, within(2e-6f));
  }

  private static float[] everySeventh(Fourier fourier, Shape picture) {
    try (Canvas canvas = Canvas.random("canvas", picture, fourier, Sgd.of(1));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      canvas.initialize(1, Device.cpu());
      var spectrum = new float[72];
      for (int i = 0; i < spectrum.length; i++) {
        spectrum[i] = (float) (0.1 * Math.sin(i));
      }
      var values = HostValues.toArray(scope, spectrum, fourier.valuesShape(picture));
      Layout.copyInto(canvas.parameters().get("values"), values);
      float[] all = canvas.pictures().get(0).values();
      var some = new float[9];
      for (int i = 0; i < some.length; i++) {
        some[i] = all[i * 7];
      }
      return some;
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradients_are_the_numeric_derivatives(Parametrisation parametrisation) {
    try (Canvas canvas = canvas(picture(3, 3, 4, 0.3), parametrisation);
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray values = canvas.parameters().get("values");
      NDArray weights =
          HostValues.toArray(scope, CounterRandom.of(3).gaussians(36), new Shape(1, 3, 3, 4));
      NDArray loss = Gradients.recording(() -> WEIGHED.apply(canvas.picture(scope), weights));
      float[] gradient = Gradients.of(loss, List.of(values)).singletonOrThrow().toFloatArray();
      float[] start = values.toFloatArray();
      double scale = 0;
      for (float g : gradient) {
        scale = Math.max(scale, Math.abs(g));
      }
      for (int i = 0; i < start.length; i++) {
        double up = valueAt(canvas, scope, start, i, 0.01f, weights);
        double down = valueAt(canvas, scope, start, i, -0.01f, weights);
        assertThat((up - down) / 0.02)
            .as("value %s", i)
            .isCloseTo(gradient[i], within(3e-3 * Math.max(1, scale)));
      }
    }
  }

  private static double valueAt(
      Canvas canvas, NDManager scope, float[] start, int i, float by, NDArray weights) {
    float[] moved = start.clone();
    moved[i] += by;
    NDArray values = canvas.parameters().get("values");
    Layout.copyInto(values, HostValues.toArray(scope, moved, values.getShape()));
    return WEIGHED.apply(canvas.picture(scope), weights).getFloat();
  }

  @ParameterizedTest
  @MethodSource("all")
  void an_enlarged_canvas_shows_the_picture_enlarged(Parametrisation parametrisation) {
    for (int[] size : new int[][] {{16, 24}, {18, 25}, {13, 33}, {24, 12}}) {
      Picture start = seen(waves(12, 12), parametrisation);
      try (Canvas canvas = canvas(start, parametrisation);
          Canvas other = canvas.resized(size[0], size[1])) {
        Picture expected =
            parametrisation instanceof Pixels
                ? Resizer.BICUBIC.resize(start, size[0], size[1])
                : seen(waves(size[0], size[1]), parametrisation);
        assertThat(other.pictures().get(0).values())
            .containsExactly(expected.values(), within(2e-5f));
      }
    }
  }

  @Test
  void a_spectrum_enlarged_and_reduced_is_the_same() {
    for (int[] size : new int[][] {{6, 8}, {5, 7}, {6, 7}, {1, 4}}) {
      Picture picture = picture(3, size[0], size[1], 0.3);
      try (Canvas canvas = canvas(picture, LINEAR);
          Canvas large = canvas.resized(size[0] * 2 + 1, size[1] + 3);
          Canvas back = large.resized(size[0], size[1])) {
        assertThat(back.pictures().get(0).values())
            .containsExactly(picture.values(), within(1e-5f));
      }
    }
  }

  @Test
  void moments_change_as_their_kind_does() {
    var from = new Shape(1, 1, 6, 6);
    var to = new Shape(1, 1, 9, 9);
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      var spike = new float[36];
      spike[14] = 1;
      NDArray pixels = HostValues.toArray(scope, spike, from);
      var mean = Pixels.defaults().resized(pixels, from, to, Parametrisation.Quantity.GRADIENTS);
      var square = Pixels.defaults().resized(pixels, from, to, Parametrisation.Quantity.SQUARES);
      assertThat(mean.min().getFloat()).isNegative();
      assertThat(square.min().getFloat()).isZero();
      assertThat(square.max().getFloat()).isPositive();

      Shape values = LINEAR.valuesShape(from);
      NDArray ones = scope.ones(values);
      float[] value = at(LINEAR.resized(ones, from, to, Parametrisation.Quantity.VALUES));
      float[] gradient = at(LINEAR.resized(ones, from, to, Parametrisation.Quantity.GRADIENTS));
      float[] squared = at(LINEAR.resized(ones, from, to, Parametrisation.Quantity.SQUARES));
      // Values and gradients change inversely, so that a step changes the objective as before.
      assertThat(value[0] * gradient[0] + value[1] * gradient[1]).isCloseTo(2, within(1e-5f));
      assertThat(squared[0] + squared[1])
          .isCloseTo(gradient[0] * gradient[0] + gradient[1] * gradient[1], within(1e-5f))
          .isNotCloseTo(2, within(0.1f));
      NDArray squares = LINEAR.resized(ones, from, to, Parametrisation.Quantity.SQUARES);
      assertThat(squares.min().getFloat()).isZero();
    }
  }

  /** The real and imaginary part at row 1, column 1 of 5 columns. */
  private static float[] at(NDArray spectrum) {
    return Arrays.copyOfRange(spectrum.toFloatArray(), (5 + 1) * 2, (5 + 1) * 2 + 2);
  }

  @Test
  void a_random_start_has_its_deviation_and_is_a_function_of_the_seed() {
    var shape = new Shape(1, 3, 32, 32);
    for (Parametrisation parametrisation :
        List.of(new Pixels(0.1), new Fourier(true, false, 0.1))) {
      try (Canvas one = Canvas.random("c", shape, parametrisation, Adam.of(1, 0.9));
          Canvas same = Canvas.random("c", shape, parametrisation, Adam.of(1, 0.9))) {
        one.initialize(4, Device.cpu());
        same.initialize(4, Device.cpu());
        assertThat(one.pictures()).isEqualTo(same.pictures());
        double sum = 0;
        float[] values = one.parameters().get("values").toFloatArray();
        for (float value : values) {
          sum += value * value;
        }
        assertThat(Math.sqrt(sum / values.length)).isCloseTo(0.1, within(0.01));
      }
    }
  }
}
