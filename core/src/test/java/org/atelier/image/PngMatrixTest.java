package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PNGs of every kind against the pixels that the format's definition gives. */
class PngMatrixTest {
  private static final int WIDTH = 9;
  private static final int HEIGHT = 10;

  @ParameterizedTest
  @CsvSource({"0,1", "0,2", "0,4", "0,8", "0,16", "2,8", "2,16", "4,8", "4,16", "6,8", "6,16"})
  void samples_are_divided_by_their_range(int type, int depth) throws IOException {
    int samples = type == 0 ? 1 : type == 2 ? 3 : type == 4 ? 2 : 4;
    var values = values(samples, depth);
    var expected = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      expected[i % samples * WIDTH * HEIGHT + i / samples] = value(values[i], depth);
    }
    for (boolean interlaced : new boolean[] {false, true}) {
      // Notes on gamma and significant bits do not change samples.
      var picture =
          read(
              PngBytes.encode(
                  WIDTH,
                  HEIGHT,
                  type,
                  depth,
                  interlaced,
                  values,
                  PngBytes.chunk("gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xA0)));
      assertThat(picture.channels()).isEqualTo(samples);
      assertThat(picture.values()).containsExactly(expected, within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,2", "0,4", "0,8", "0,16", "2,8", "2,16"})
  void one_transparent_colour_is_compared_in_full_depth(int type, int depth) throws IOException {
    int samples = type == 0 ? 1 : 3;
    var values = values(samples, depth);
    var transparent = new byte[2 * samples];
    for (int s = 0; s < samples; s++) {
      transparent[2 * s] = (byte) (values[samples + s] >> 8);
      transparent[2 * s + 1] = (byte) values[samples + s];
      // The third pixel differs in the lowest bit only.
      values[2 * samples + s] = values[samples + s] ^ (s == 0 ? 1 : 0);
    }
    for (boolean interlaced : new boolean[] {false, true}) {
      var picture =
          read(
              PngBytes.encode(
                  WIDTH,
                  HEIGHT,
                  type,
                  depth,
                  interlaced,
                  values,
                  PngBytes.chunk("tRNS", transparent)));
      assertThat(picture.channels()).isEqualTo(samples + 1);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        boolean equal = true;
        for (int s = 0; s < samples; s++) {
          equal &= values[i * samples + s] == values[samples + s];
          assertThat(picture.values()[s * WIDTH * HEIGHT + i])
              .isCloseTo(value(values[i * samples + s], depth), within(1e-6f));
        }
        assertThat(picture.values()[samples * WIDTH * HEIGHT + i])
            .as("alpha of pixel %s", i)
            .isEqualTo(equal ? -1f : 1f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "8"})
  void palette_gives_its_colours_and_alpha(int depth) throws IOException {
    int count = 1 << depth;
    var palette = new byte[3 * count];
    new Random(depth).nextBytes(palette);
    var alpha = new byte[] {7, (byte) 200};
    var values = values(1, depth);
    for (boolean interlaced : new boolean[] {false, true}) {
      var opaque =
          read(
              PngBytes.encode(
                  WIDTH, HEIGHT, 3, depth, interlaced, values, PngBytes.chunk("PLTE", palette)));
      var translucent =
          read(
              PngBytes.encode(
                  WIDTH,
                  HEIGHT,
                  3,
                  depth,
                  interlaced,
                  values,
                  PngBytes.chunk("PLTE", palette),
                  PngBytes.chunk("tRNS", alpha)));
      assertThat(opaque.channels()).isEqualTo(3);
      assertThat(translucent.channels()).isEqualTo(4);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        for (int c = 0; c < 3; c++) {
          int expected = palette[3 * values[i] + c] & 255;
          assertThat(byteAt(opaque, c, i)).isEqualTo(expected);
          assertThat(byteAt(translucent, c, i)).isEqualTo(expected);
        }
        int expected = values[i] < 2 ? alpha[values[i]] & 255 : 255;
        assertThat(byteAt(translucent, 3, i)).isEqualTo(expected);
      }
    }
  }

  @Test
  void notes_behind_the_pixels_may_be_cut_and_the_pixels_may_not() throws IOException {
    var png = PngBytes.encode(2, 2, 0, 8, false, new int[] {1, 2, 3, 4});
    var notes = PngBytes.chunk("tEXt", new byte[500]);
    var cut = new byte[png.length - 12 + 100];
    System.arraycopy(png, 0, cut, 0, png.length - 12);
    System.arraycopy(notes, 0, cut, png.length - 12, 100);

    assertThat(byteAt(read(cut), 0, 3)).isEqualTo(4);
  }

  private static int[] values(int samples, int depth) {
    var random = new Random(31L * samples + depth);
    var values = new int[WIDTH * HEIGHT * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(1 << depth);
    }
    values[0] = 0;
    values[values.length - 1] = (1 << depth) - 1;
    return values;
  }

  private static float value(int sample, int depth) {
    return (float) (2.0 * sample / ((1 << depth) - 1) - 1);
  }

  private static int byteAt(Picture picture, int channel, int pixel) {
    int plane = picture.height() * picture.width();
    return Math.round((picture.values()[channel * plane + pixel] + 1) * 127.5f);
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }
}
