package org.atelier.translation.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class ColourTransferTest {
  @Test
  void transport_gives_mean_and_covariance_of_the_target() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray x = coloured(20, 1, 0.3f).toArray(manager).expandDims(0);
      NDArray target = coloured(30, 2, -0.6f).toArray(manager).expandDims(0);

      NDArray mapped = ColourTransfer.transport(x, ColourTransfer.Moments.of(target));

      assertThat(moments(Picture.of(mapped.squeeze(0))))
          .usingComparatorWithPrecision(2e-3)
          .containsExactly(moments(Picture.of(target.squeeze(0))));
    }
  }

  @Test
  void moments_of_a_mixture_are_those_of_the_pictures_side_by_side() {
    Picture a = coloured(16, 3, 0.3f);
    Picture b = coloured(16, 4, -0.5f);
    // Three times a and once b.
    var values = new float[3 * 4 * 256];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 4; i++) {
        System.arraycopy((i < 3 ? a : b).values(), c * 256, values, (c * 4 + i) * 256, 256);
      }
    }
    Picture both = new Picture(3, 64, 16, values);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray x = coloured(20, 5, 0).toArray(manager).expandDims(0);
      var parts =
          List.of(
              ColourTransfer.Moments.of(a.toArray(manager).expandDims(0)),
              ColourTransfer.Moments.of(b.toArray(manager).expandDims(0)));
      var mixed = ColourTransfer.Moments.mixed(parts, List.of(3.0, 1.0));
      var joined = ColourTransfer.Moments.of(both.toArray(manager).expandDims(0));

      float[] expected = ColourTransfer.transport(x, joined).toFloatArray();

      assertThat(ColourTransfer.transport(x, mixed).toFloatArray())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(expected);
    }
  }

  @Test
  void a_flat_picture_gets_the_target_s_mean_without_noise() {
    var flat = new float[3 * 100];
    Arrays.fill(flat, 0.3f);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray target = coloured(20, 6, 0.2f).toArray(manager).expandDims(0);
      NDArray x = new Picture(3, 10, 10, flat).toArray(manager).expandDims(0);

      float[] mapped =
          ColourTransfer.transport(x, ColourTransfer.Moments.of(target)).toFloatArray();

      double[] wanted = moments(Picture.of(target.squeeze(0)));
      for (int i = 0; i < mapped.length; i++) {
        assertThat((double) mapped[i]).isCloseTo(wanted[i / 100], within(1e-3));
      }
    }
  }

  @Test
  void luminance_and_chroma_come_from_different_pictures() {
    Picture luminance = coloured(8, 7, 0).toGrey();
    Picture chroma = scaled(coloured(8, 8, 0), 0.2f);

    Picture made = ColourTransfer.withChroma(scaled(luminance, 0.2f), chroma);

    assertThat(made.toGrey().values())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(scaled(luminance, 0.2f).values());
    assertThat(made.values()[0] - made.values()[64])
        .isCloseTo(chroma.values()[0] - chroma.values()[64], within(1e-5f));
  }

  @Test
  void luminance_and_chroma_of_different_sizes_are_refused() {
    assertThatThrownBy(() -> ColourTransfer.withChroma(coloured(8, 1, 0), coloured(9, 1, 0)))
        .hasMessage("Expected luminance and chroma of one size, but got 8×8 and 9×9 pixels");
  }

  @Test
  void a_style_s_luminance_gets_the_content_s_brightness_and_contrast() {
    Picture style = scaled(coloured(20, 9, 0), 0.3f);
    Picture content = scaled(coloured(16, 10, 0.5f), 0.5f);

    Picture matched = ColourTransfer.matchLuminance(style, content);

    double[] made = moments(matched);
    double[] wanted = moments(content.toGrey());
    assertThat(made[0]).isCloseTo(wanted[0], within(1e-2));
    assertThat(made[1]).isCloseTo(wanted[1], within(1e-2));
  }

  @Test
  void a_histogram_becomes_that_of_the_reference() {
    Picture picture = coloured(12, 11, 0);
    Picture reference = coloured(12, 12, 0.4f);

    Picture matched = ColourTransfer.matchHistogram(picture, reference);

    for (int c = 0; c < 3; c++) {
      float[] made = Arrays.copyOfRange(matched.values(), c * 144, (c + 1) * 144);
      float[] wanted = Arrays.copyOfRange(reference.values(), c * 144, (c + 1) * 144);
      float[] own = Arrays.copyOfRange(picture.values(), c * 144, (c + 1) * 144);
      assertThat(made[0] < made[1]).isEqualTo(own[0] < own[1]);
      Arrays.sort(made);
      Arrays.sort(wanted);
      assertThat(made).usingComparatorWithPrecision(1e-5f).containsExactly(wanted);
    }
  }

  @Test
  void a_margin_is_cropped_at_each_side() {
    Picture cropped = PaintingMargin.cropped(coloured(50, 13, 0), 0.04);

    assertThat(cropped.height()).isEqualTo(46);
    assertThat(PaintingMargin.cropped(new Picture(1, 1, 1, new float[1]), 0.4).width())
        .isEqualTo(1);
    assertThatThrownBy(() -> PaintingMargin.cropped(cropped, Double.NaN))
        .hasMessage("share must be in [0, 0.4], but was NaN");
  }

  private static Picture scaled(Picture picture, float factor) {
    var values = new float[picture.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = factor * picture.values()[i];
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), values);
  }

  /** A square of correlated channels. */
  private static Picture coloured(int side, long seed, float shift) {
    var random = CounterRandom.of(seed);
    int plane = side * side;
    var values = new float[3 * plane];
    for (int i = 0; i < plane; i++) {
      float common = random.nextFloat() - 0.5f;
      for (int c = 0; c < 3; c++) {
        values[c * plane + i] = shift + common + (c + 1) * 0.2f * (random.nextFloat() - 0.5f);
      }
    }
    return new Picture(3, side, side, values);
  }

  /** Means and covariances of all pairs of channels. */
  private static double[] moments(Picture picture) {
    int channels = picture.channels();
    int plane = picture.height() * picture.width();
    var all = new double[channels + channels * channels];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < plane; i++) {
        all[c] += picture.values()[c * plane + i] / plane;
      }
    }
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b < channels; b++) {
        for (int i = 0; i < plane; i++) {
          double x = picture.values()[a * plane + i] - all[a];
          all[channels + a * channels + b] +=
              x * (picture.values()[b * plane + i] - all[b]) / plane;
        }
      }
    }
    return all;
  }
}
