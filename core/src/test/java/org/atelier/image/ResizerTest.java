package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizerTest {
  @ParameterizedTest
  @CsvSource({
    "BILINEAR,bilinear_down_half_antialias",
    "BILINEAR,bilinear_down_size_antialias",
    "BILINEAR,bilinear_up_size_antialias",
    "BICUBIC,bicubic_down_half_antialias",
    "BICUBIC,bicubic_down_size_antialias",
    "BICUBIC,bicubic_up_size_antialias"
  })
  void result_is_that_of_pytorch(Resizer resizer, String operation) {
    var image = golden("image");
    var expected = golden("output." + operation);

    for (int c = 0; c < image.channels(); c++) {
      // One channel at a time: two would be grey and alpha.
      var result = resizer.resize(channel(image, c), expected.height(), expected.width());
      assertThat(result.values())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(channel(expected, c).values());
    }
  }

  @Test
  void same_size_changes_nothing() {
    var picture = channel(golden("image"), 0);

    assertThat(Resizer.BICUBIC.resize(picture, picture.height(), picture.width()))
        .isEqualTo(picture);
    // One side alone: the other is left as it is.
    var tall = Resizer.BICUBIC.resize(picture, picture.height() * 3, picture.width());
    assertThat(Resizer.BICUBIC.resize(tall, picture.height(), picture.width()).values())
        .usingComparatorWithPrecision(.5f)
        .containsExactly(picture.values());
  }

  @Test
  void colour_of_invisible_pixels_does_not_bleed() {
    // A red pixel, and an invisible green one.
    var picture = new Picture(4, 1, 2, new float[] {1, -1, -1, 1, -1, -1, 1, -1});

    var half = Resizer.BILINEAR.resize(picture, 1, 1);

    assertThat(half.values()).containsExactly(1, -1, -1, 0);
  }

  @Test
  void centre_is_cut_out() {
    var picture = new Picture(1, 1, 5, new float[] {0, 1, 2, 3, 4});

    assertThat(Resizer.centreCrop(picture, 1, 3).values()).containsExactly(1, 2, 3);
    assertThat(Resizer.centreCrop(picture, 1, 2).values()).containsExactly(1, 2);
    assertThatThrownBy(() -> Resizer.centreCrop(picture, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot cut 2×2 pixels out of a picture of 1×5");
  }

  private static Picture channel(Picture picture, int channel) {
    int plane = picture.height() * picture.width();
    var values = new float[plane];
    System.arraycopy(picture.values(), channel * plane, values, 0, plane);
    return new Picture(1, picture.height(), picture.width(), values);
  }

  /** A (1, C, H, W) tensor of the golden file: safetensors, little-endian. */
  private static Picture golden(String name) {
    try (var stream =
        ResizerTest.class.getResourceAsStream("/golden/ops/interpolate/io.safetensors")) {
      var bytes = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int length = Math.toIntExact(bytes.getLong());
      var text = new String(bytes.array(), Long.BYTES, length, StandardCharsets.UTF_8);
      JsonObject entry = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject(name);
      var shape = entry.getAsJsonArray("shape");
      int from = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
      int[] size = {shape.get(1).getAsInt(), shape.get(2).getAsInt(), shape.get(3).getAsInt()};
      var values = new float[size[0] * size[1] * size[2]];
      bytes.position(Long.BYTES + length + from);
      bytes.asFloatBuffer().get(values);
      return new Picture(size[0], size[1], size[2], values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
