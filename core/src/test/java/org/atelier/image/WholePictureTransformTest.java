package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholePictureTransformTest {
  private static final WholePictureTransform BRIGHTER =
      WholePictureTransform.of(
          picture -> {
            float[] values = picture.values().clone();
            for (int i = 0; i < values.length; i++) {
              values[i] = (values[i] + 1) / 2;
            }
            return new Picture(picture.channels(), picture.height(), picture.width(), values);
          });

  private static Picture ramp(int channels, int height, int width) {
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = -1 + 2f * i / (values.length - 1);
    }
    return new Picture(channels, height, width, values);
  }

  @Test
  void alpha_is_kept_and_on_white_the_result_is_what_the_function_made() {
    // An alpha of at least 0.8, so that no value is clamped.
    Picture given = ramp(4, 6, 5);
    for (int i = 0; i < 30; i++) {
      given.values()[90 + i] = 0.6f + 0.4f * i / 30;
    }
    Picture result = BRIGHTER.apply(given);
    assertThat(result.channels()).isEqualTo(4);
    assertThat(Arrays.copyOfRange(result.values(), 90, 120))
        .containsExactly(Arrays.copyOfRange(given.values(), 90, 120), Offset.offset(1e-6f));
    assertThat(result.over(1).values())
        .containsExactly(BRIGHTER.apply(given.toRgb()).values(), Offset.offset(1e-5f));
  }

  @Test
  void a_result_of_another_size_has_alpha_of_its_size() {
    var halved = WholePictureTransform.of(picture -> Resizer.BILINEAR.resize(picture, 3, 4));
    Picture result = halved.apply(ramp(2, 6, 8));
    assertThat(result.channels()).isEqualTo(4);
    assertThat(result.height()).isEqualTo(3);
    assertThat(result.width()).isEqualTo(4);
  }

  @Test
  void files_of_16_bits_give_16_bits_and_jpeg_is_opaque(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("source.png");
    Picture given = ramp(4, 20, 30);
    Pictures.write(given, source, WriteOptions.defaults().withBits(16));

    Path png = folder.resolve("result.png");
    BRIGHTER.apply(source, png);
    assertThat(Pictures.decode(png).bits()).isEqualTo(16);
    assertThat(Pictures.read(png).channels()).isEqualTo(4);

    Path jpeg = folder.resolve("result.JPG");
    BRIGHTER.apply(source, jpeg);
    assertThat(Pictures.read(jpeg).channels()).isEqualTo(3);
  }
}
