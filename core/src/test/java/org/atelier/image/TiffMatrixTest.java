package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFFs of every kind against the pixels that the format's definition gives. */
class TiffMatrixTest {
  private static final int WIDTH = 5;
  private static final int HEIGHT = 3;
  private static final int NO_ALPHA = -1;
  private static final int UNSPECIFIED = 0;
  private static final int PREMULTIPLIED = 1;
  private static final int STRAIGHT = 2;

  /** None, PackBits, Deflate without and with differences. */
  private static final int[] SCHEMES = {1, 32773, 8, 8};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 32})
  void samples_are_divided_by_their_own_range(int bits) throws IOException {
    for (int photometric = 0; photometric <= 2; photometric++) {
      for (int format = 1; format <= 2; format++) {
        for (int alpha = NO_ALPHA; alpha <= STRAIGHT; alpha++) {
          int colours = photometric == 2 ? 3 : 1;
          int samples = colours + (alpha == NO_ALPHA ? 0 : 1);
          var tiff =
              TiffBytes.of(WIDTH, HEIGHT, samples, bits, photometric)
                  .withFormat(format)
                  .withExtra(alpha);
          var values = values(tiff, bits + photometric + format);
          var expected = expected(tiff, colours, values);
          assertPixels(tiff, values, expected);
          int turn = photometric + format + alpha;
          for (boolean planar : new boolean[] {false, true}) {
            for (boolean little : new boolean[] {false, true}) {
              for (int chunk : new int[] {HEIGHT, 2, 0}) {
                // All schemes occur with all layouts, though not in every combination.
                int scheme = SCHEMES[++turn % SCHEMES.length];
                int predictor = turn % SCHEMES.length == 3 ? 2 : 1;
                assertPixels(tiff.with(planar, little, chunk, scheme, predictor), values, expected);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientations_are_applied(int orientation) throws IOException {
    for (int bits : new int[] {1, 8, 12, 16}) {
      var tiff = TiffBytes.of(WIDTH, HEIGHT, 1, bits, 1);
      var values = values(tiff, bits);
      var stored = read(tiff.encode(values));

      var turned = read(tiff.withOrientation(orientation).encode(values));

      assertThat(turned.height()).isEqualTo(orientation > 4 ? WIDTH : HEIGHT);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int right = WIDTH - 1 - x;
          int bottom = HEIGHT - 1 - y;
          // Where the stored pixel is displayed, as (row, column).
          int[] at =
              switch (orientation) {
                case 1 -> new int[] {y, x};
                case 2 -> new int[] {y, right};
                case 3 -> new int[] {bottom, right};
                case 4 -> new int[] {bottom, x};
                case 5 -> new int[] {x, y};
                case 6 -> new int[] {x, bottom};
                case 7 -> new int[] {right, bottom};
                default -> new int[] {right, y};
              };
          assertThat(turned.values()[at[0] * turned.width() + at[1]])
              .as("orientation %s, %s bits, row %s, column %s", orientation, bits, y, x)
              .isEqualTo(stored.values()[y * WIDTH + x]);
        }
      }
    }
  }

  @Test
  void depth_of_the_file_is_reported() throws IOException {
    for (int bits : new int[] {4, 8, 10, 16, 32}) {
      var tiff = TiffBytes.of(1, 1, 1, bits, 1).encode(1);
      assertThat(new PictureReader("t", 9).read(new ByteArrayInputStream(tiff), 0).bits())
          .as("%s bits", bits)
          .isEqualTo(bits > 8 ? 16 : 8);
    }
  }

  @Test
  void fourth_sample_without_a_meaning_is_alpha_and_further_ones_are_ignored() throws IOException {
    var tiff = TiffBytes.of(1, 1, 4, 8, 2);
    assertBytes(read(tiff.encode(10, 20, 30, 128)), 10, 20, 30, 128);
    var five = TiffBytes.of(1, 1, 5, 8, 2).with(338, 0, 2);
    assertBytes(read(five.encode(10, 20, 30, 77, 128)), 10, 20, 30, 128);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void palette_gives_its_colours(int bits) throws IOException {
    int count = 1 << bits;
    var map = new int[3 * count];
    for (int i = 0; i < count; i++) {
      map[i] = 257 * (i & 255);
      map[count + i] = 257 * (255 - (i & 255));
      map[2 * count + i] = 257 * (i * 7 & 255);
    }
    var tiff = TiffBytes.of(2, 1, 1, bits, 3).with(320, map);

    var picture = read(tiff.encode(0, count - 1));

    int last = count - 1;
    assertBytes(picture, 0, last & 255, 255, 255 - (last & 255), 0, last * 7 & 255);
  }

  @Test
  void palette_of_bytes_and_palette_of_greys() throws IOException {
    var bytes = TiffBytes.of(2, 1, 1, 1, 3).with(320, 10, 20, 30, 40, 50, 60);
    assertBytes(read(bytes.encode(0, 1)), 10, 20, 30, 40, 50, 60);
    var greys = TiffBytes.of(2, 1, 1, 1, 3).with(320, 0, 2570, 0, 2570, 0, 2570);
    assertBytes(read(greys.encode(0, 1)), 0, 10);
  }

  @Test
  void inks_without_a_profile_keep_their_part_of_the_light() throws IOException {
    var picture = read(TiffBytes.of(2, 1, 4, 8, 5).encode(0, 51, 255, 0, 0, 51, 0, 128));
    assertBytes(picture, 255, 127, 204, 102, 0, 127);
  }

  @Test
  void lab_is_converted_to_srgb() throws IOException {
    // sRGB's red, relative to D50: L* = 54.29, a* = 80.81, b* = 69.89.
    var eight = read(TiffBytes.of(1, 1, 3, 8, 8).encode(138, 81, 70));
    assertNear(eight, 3, 255, 0, 0);
    var sixteen = read(TiffBytes.of(1, 1, 3, 16, 8).encode(35579, 20687, 17892));
    assertNear(sixteen, 2, 255, 0, 0);
    var negative = read(TiffBytes.of(1, 1, 3, 16, 8).encode(57553, -20297, 20733));
    assertNear(negative, 3, 0, 255, 0);
    var grey = read(TiffBytes.of(1, 1, 3, 8, 8).encode(128, 0, 0));
    assertNear(grey, 1, 120, 120, 120);
  }

  @Test
  void ycbcr_is_converted_and_its_colours_repeated() throws IOException {
    var full = TiffBytes.of(2, 1, 3, 8, 6).with(530, 1, 1);
    assertNear(read(full.encode(76, 85, 255, 128, 128, 128)), 1, 254, 128, 0, 128, 0, 128);
    // A unit: four luminances, Cb, Cr. Written as a row of three samples for two pixels.
    var subsampled = TiffBytes.of(2, 1, 3, 8, 6).with(530, 2, 1);
    var file = subsampled.encode(76, 150, 85, 255, 0, 0);
    assertNear(read(file), 1, 254, 255, 0, 74, 0, 73);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "Deflate", "PackBits", "JPEG"})
  void compression_of_other_writers_is_read(String compression) throws IOException {
    var image = new BufferedImage(70, 90, BufferedImage.TYPE_3BYTE_BGR);
    var random = new Random(3);
    for (int y = 0; y < 90; y++) {
      for (int x = 0; x < 70; x++) {
        int noise = compression.equals("JPEG") ? 0 : random.nextInt(9);
        image.setRGB(x, y, x * 3 << 16 | y * 2 << 8 | noise);
      }
    }

    var picture = read(written(image, compression));

    for (int y = 0; y < 90; y += 7) {
      for (int x = 0; x < 70; x++) {
        int rgb = image.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          assertThat((picture.values()[(c * 90 + y) * 70 + x] + 1) * 127.5)
              .as("%s %s %s", c, y, x)
              .isCloseTo(rgb >> 16 - 8 * c & 255, within(compression.equals("JPEG") ? 12.0 : .001));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6"})
  void facsimile_compression_is_read(String compression) throws IOException {
    var image = new BufferedImage(37, 40, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 37; x++) {
        image.setRGB(x, y, (x / 5 + y / 7) % 2 == 0 || x * y % 11 == 3 ? -1 : 0);
      }
    }

    var picture = read(written(image, compression));

    for (int i = 0; i < 37 * 40; i++) {
      boolean white = image.getRGB(i % 37, i / 37) == -1;
      assertThat(picture.values()[i]).as("pixel %s", i).isEqualTo(white ? 1 : -1);
    }
  }

  @Test
  void what_is_not_read_is_said_in_words() {
    assertRefused(
        TiffBytes.of(1, 1, 1, 32, 1).withFormat(3).encode(0x3F000000),
        "floating-point numbers, and nothing says which of them are black and white");
    assertRefused(TiffBytes.of(1, 1, 1, 8, 32803).encode(1), "PhotometricInterpretation is 32803");
    assertRefused(TiffBytes.of(1, 1, 1, 8, 1).with(false, false, 1, 50000, 1).encode(1), "LZW");
    assertRefused(
        TiffBytes.of(1, 1, 3, 8, 2).with(258, 8, 8, 4).encode(1, 2, 3), "expected equal numbers");
  }

  private static void assertRefused(byte[] tiff, String words) {
    assertThatThrownBy(() -> read(tiff))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(words);
  }

  /** Random samples, with the ends of the range among them; premultiplied ones are below alpha. */
  private static long[] values(TiffBytes tiff, long seed) {
    var random = new Random(seed);
    int bits = tiff.bits();
    long low = tiff.format() == 2 ? -(1L << bits - 1) : 0;
    long most = (1L << bits) - 1;
    var values = new long[tiff.width() * tiff.height() * tiff.samples()];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (random.nextLong() & most);
    }
    values[0] = low;
    values[values.length - 1] = low + most;
    if (tiff.extra() == PREMULTIPLIED) {
      int samples = tiff.samples();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(values[i], values[i / samples * samples + samples - 1]);
      }
    }
    return values;
  }

  private static float[] expected(TiffBytes tiff, int colours, long... values) {
    int plane = tiff.width() * tiff.height();
    boolean alpha = tiff.extra() == PREMULTIPLIED || tiff.extra() == STRAIGHT;
    var expected = new float[plane * (colours + (alpha ? 1 : 0))];
    double low = tiff.format() == 2 ? -Math.pow(2, tiff.bits() - 1) : 0;
    double range = Math.pow(2, tiff.bits()) - 1;
    for (int i = 0; i < plane; i++) {
      double opacity = alpha ? (values[i * tiff.samples() + colours] - low) / range : 1;
      for (int c = 0; c < colours; c++) {
        double part = (values[i * tiff.samples() + c] - low) / range;
        part = tiff.photometric() == 0 ? 1 - part : part;
        if (tiff.extra() == PREMULTIPLIED) {
          part = opacity == 0 ? 0 : Math.min(1, part / opacity);
        }
        expected[c * plane + i] = (float) (2 * part - 1);
      }
      if (alpha) {
        expected[colours * plane + i] = (float) (2 * opacity - 1);
      }
    }
    return expected;
  }

  private static void assertPixels(TiffBytes tiff, long[] values, float[] expected)
      throws IOException {
    float tolerance = tiff.extra() == PREMULTIPLIED ? 2e-3f : 1e-6f;
    var actual = read(tiff.encode(values)).values();
    boolean equal = actual.length == expected.length;
    for (int i = 0; equal && i < expected.length; i++) {
      equal = Math.abs(actual[i] - expected[i]) <= tolerance;
    }
    // Only on failure: formatting some thousand descriptions would take most of the time.
    if (!equal) {
      assertThat(actual).as("%s", tiff).containsExactly(expected, within(tolerance));
    }
  }

  private static void assertBytes(Picture picture, int... expected) {
    assertNear(picture, 0, expected);
  }

  private static void assertNear(Picture picture, int tolerance, int... expected) {
    assertThat(picture.values()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.round((picture.values()[i] + 1) * 127.5f))
          .as("value %s of %s", i, expected.length)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }

  private static byte[] written(BufferedImage image, String compression) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      var options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionType(compression);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
