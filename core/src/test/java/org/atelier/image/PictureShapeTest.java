package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PictureShapeTest {
  @Test
  void fitting_crops_the_centre_and_converts_the_channels() {
    // Red at either side of a green square.
    var values = new float[3 * 2 * 4];
    Arrays.fill(values, -1);
    for (int y = 0; y < 2; y++) {
      values[y * 4] = 1;
      values[y * 4 + 3] = 1;
      values[8 + y * 4 + 1] = 1;
      values[8 + y * 4 + 2] = 1;
    }
    Picture picture = new Picture(3, 2, 4, values);

    Picture fitted = PictureShape.grey(2).fit(picture);

    float green = .587f - .299f - .114f;
    assertThat(fitted.channels()).isEqualTo(1);
    assertThat(fitted.values()).hasSize(4);
    for (float value : fitted.values()) {
      assertThat(value).isCloseTo(green, Offset.offset(1e-6f));
    }
  }

  @Test
  void fitting_scales_and_stays_in_range() {
    Picture checks = new Picture(1, 2, 2, new float[] {1, -1, -1, 1});

    Picture fitted = PictureShape.rgb(8).fit(checks);

    assertThat(PictureShape.of(new Shape(fitted.channels(), fitted.height(), fitted.width())))
        .isEqualTo(PictureShape.rgb(8));
    for (float value : fitted.values()) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @Test
  void a_shape_needs_three_dimensions_and_one_or_three_channels() {
    assertThatThrownBy(() -> PictureShape.of(new Shape(3, 8)))
        .hasMessageContaining("Expected a shape (C, H, W)");
    assertThatThrownBy(() -> PictureShape.of(new Shape(2, 8, 8))).hasMessageContaining("channels");
    assertThatThrownBy(() -> new PictureShape(3, 0, 8)).hasMessageContaining("height");
  }
}
