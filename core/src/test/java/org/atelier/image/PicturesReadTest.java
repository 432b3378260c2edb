package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesReadTest {
  @TempDir Path folder;

  /** The corners' colours after turning, from the top left, in reading order. */
  @ParameterizedTest
  @CsvSource({
    "1,RGBW,16,32",
    "2,GRWB,16,32",
    "3,WBGR,16,32",
    "4,BWRG,16,32",
    "5,RBGW,32,16",
    "6,BRWG,32,16",
    "7,WGBR,32,16",
    "8,GWRB,32,16"
  })
  void orientation_of_the_camera_is_applied(int orientation, String corners, int height, int width)
      throws IOException {
    var image = new BufferedImage(32, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, new int[] {0xFF0000, 0xFF00, 0xFF, 0xFFFFFF}[x / 16 + y / 8 * 2]);
      }
    }
    var jpeg = ImageBytes.jpegWithOrientation(ImageBytes.encode(image, "jpeg"), orientation);

    var picture = read(jpeg);

    assertThat(picture.height()).isEqualTo(height);
    assertThat(picture.width()).isEqualTo(width);
    var seen = new StringBuilder();
    for (int y : new int[] {2, height - 3}) {
      for (int x : new int[] {2, width - 3}) {
        seen.append(name(at(picture, 0, y, x), at(picture, 1, y, x), at(picture, 2, y, x)));
      }
    }
    assertThat(seen).hasToString(corners);
  }

  @Test
  void orientation_and_meaning_of_a_tiff_are_applied() throws IOException {
    assertThat(bytes(read(ImageBytes.tiff(1, 1, 10, 20, 30, 40)))).containsExactly(10, 20, 30, 40);
    assertThat(bytes(read(ImageBytes.tiff(1, 2, 10, 20, 30, 40)))).containsExactly(40, 30, 20, 10);
    assertThat(read(ImageBytes.tiff(1, 6, 10, 20, 30, 40)).height()).isEqualTo(4);
    // 0 is white.
    assertThat(bytes(read(ImageBytes.tiff(0, 1, 0, 255, 30, 40))))
        .containsExactly(255, 0, 225, 215);
  }

  @Test
  void transparent_colour_of_a_png_gives_alpha() throws IOException {
    var plain = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 2, 1, 10, 20, 30);
    plain.setRGB(1, 0, 0xFFFFFF);
    var png = ImageBytes.encode(plain, "png");

    var picture = read(ImageBytes.pngWithTransparent(png, 10, 20, 30));

    assertThat(bytes(picture)).containsExactly(10, 255, 20, 255, 30, 255, 0, 255);
  }

  @Test
  void profile_of_a_jpeg_is_converted_to_srgb() throws IOException {
    var plain = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 16, 16, 128, 64, 192);
    var jpeg = ImageBytes.encode(plain, "jpeg");

    var picture = read(ImageBytes.jpegWithProfile(jpeg, ImageBytes.linearRgbProfile()));

    assertByte(picture, 0, 188, 3);
    assertByte(picture, 1, 137, 3);
    assertByte(picture, 2, 225, 3);
  }

  @Test
  void profile_of_a_png_is_converted_to_srgb() throws IOException {
    var plain = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 5, 70, 128, 64, 192);
    var png = ImageBytes.encode(plain, "png");

    var picture = read(ImageBytes.pngWithProfile(png, ImageBytes.linearRgbProfile()));

    assertByte(picture, 0, 188, 1);
    assertByte(picture, 1, 137, 1);
    assertByte(picture, 2, 225, 1);
    assertThat(at(picture, 0, 69, 4)).isEqualTo(at(picture, 0, 0, 0));
  }

  @Test
  void profile_of_a_grey_picture_is_converted_and_it_stays_grey() throws IOException {
    var plain = ImageBytes.plain(BufferedImage.TYPE_BYTE_GRAY, 16, 16, 128);
    var profile = ImageBytes.linearGreyProfile();

    var png = read(ImageBytes.pngWithProfile(ImageBytes.encode(plain, "png"), profile));
    var jpeg = read(ImageBytes.jpegWithProfile(ImageBytes.encode(plain, "jpeg"), profile));

    assertThat(png.channels()).isEqualTo(1);
    assertByte(png, 0, 188, 1);
    assertThat(jpeg.channels()).isEqualTo(1);
    assertByte(jpeg, 0, 188, 1);
  }

  @Test
  void profile_for_other_colours_or_broken_is_passed_over() throws IOException {
    var png = ImageBytes.encode(ImageBytes.plain(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 77), "png");

    assertByte(read(ImageBytes.pngWithProfile(png, ImageBytes.linearRgbProfile())), 0, 77, 0);
    assertByte(read(ImageBytes.pngWithProfile(png, new byte[200])), 0, 77, 0);
  }

  @Test
  void grey_is_not_brightened() throws IOException {
    for (var format : new String[] {"png", "jpeg", "tiff", "bmp"}) {
      var plain = ImageBytes.plain(BufferedImage.TYPE_BYTE_GRAY, 8, 8, 100);
      var picture = read(ImageBytes.encode(plain, format));
      assertThat(picture.channels()).as(format).isEqualTo(1);
      assertByte(picture, 0, 100, 0);
    }
  }

  @Test
  void cmyk_jpeg_gives_rgb() throws IOException {
    var picture = read(ImageBytes.cmykJpeg(16, 255, 55, 155, 255));

    assertThat(picture.channels()).isEqualTo(3);
    assertByte(picture, 0, 255, 3);
    assertByte(picture, 1, 55, 3);
    assertByte(picture, 2, 155, 3);
  }

  @Test
  void indexed_png_gives_its_colours_and_transparency() throws IOException {
    byte[] red = {0, (byte) 200, 30};
    byte[] green = {0, 100, 60};
    byte[] blue = {0, 50, 90};
    byte[] alpha = {0, (byte) 255, (byte) 128};
    var opaque = indexed(new IndexColorModel(8, 3, red, green, blue), 1, 2);
    var translucent = indexed(new IndexColorModel(8, 3, red, green, blue, alpha), 2, 0);

    var rgb = read(ImageBytes.encode(opaque, "png"));
    var rgba = read(ImageBytes.encode(translucent, "png"));

    assertThat(bytes(rgb)).containsExactly(200, 30, 100, 60, 50, 90);
    assertThat(bytes(rgba)).containsExactly(30, 0, 60, 0, 90, 0, 128, 0);
  }

  @Test
  void one_bit_png_gives_grey() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xFFFFFF);

    var picture = read(ImageBytes.encode(image, "png"));

    assertThat(picture.channels()).isEqualTo(1);
    assertThat(picture.values()).containsExactly(-1, 1);
  }

  @Test
  void premultiplied_alpha_is_divided_out() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR_PRE);
    image.getRaster().setPixel(0, 0, new int[] {64, 32, 0, 128});

    var picture = Samples.of(image, "test").toSrgb(null);

    assertThat(bytes(picture)).containsExactly(128, 64, 0, 128);
  }

  @Test
  void webp_is_read() throws IOException {
    var lossy = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
    var lossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    assertThat(read(Base64.getDecoder().decode(lossy)).channels()).isEqualTo(3);
    assertThat(read(Base64.getDecoder().decode(lossless)).channels()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "tiff", "gif", "bmp"})
  void truncated_file_is_refused(String format) throws IOException {
    var noise = new BufferedImage(100, 100, BufferedImage.TYPE_3BYTE_BGR);
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      noise.setRGB(i % 100, i / 100, random.nextInt(0x1000000));
    }
    var whole = ImageBytes.encode(noise, format);
    for (double part : new double[] {.05, .5, .9, .99}) {
      var path = folder.resolve("cut." + format);
      Files.write(path, Arrays.copyOf(whole, (int) (whole.length * part)));
      assertThatThrownBy(() -> Pictures.read(path))
          .as("%s of a %s", part, format)
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("cut." + format);
    }
  }

  @Test
  void truncated_jpeg_with_a_profile_is_refused_in_words() throws IOException {
    var plain = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 64, 64, 1, 2, 3);
    var jpeg =
        ImageBytes.jpegWithProfile(ImageBytes.encode(plain, "jpeg"), ImageBytes.linearRgbProfile());

    assertThatThrownBy(() -> read(Arrays.copyOf(jpeg, jpeg.length - 20)))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            "Cannot read test: expected a complete picture, but the file is truncated; copy or download it again");
  }

  @Test
  void empty_file_is_refused() throws IOException {
    var path = Files.createFile(folder.resolve("empty.png"));

    assertThatThrownBy(() -> Pictures.read(path))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("empty.png: expected a picture, but the file is empty");
  }

  @Test
  void text_file_is_refused() throws IOException {
    var path = folder.resolve("notes.jpg");
    Files.writeString(path, "no pic", StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> Pictures.read(path))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("begins with the bytes 6e 6f 20 70 69 63;");
  }

  @Test
  void zeros_are_no_picture() {
    assertThatThrownBy(() -> read(new byte[100])).isInstanceOf(PictureException.class);
  }

  @Test
  void missing_file_and_folder_are_refused() {
    assertThatThrownBy(() -> Pictures.read(folder.resolve("nowhere.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("the file does not exist");
    assertThatThrownBy(() -> Pictures.read(folder))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void declared_size_is_checked_before_decoding() throws IOException {
    var path = folder.resolve("bomb.png");
    Files.write(path, ImageBytes.pngHeader(100_000, 100_000));

    assertThatThrownBy(() -> Pictures.read(path))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("declares 100000×100000 pixels");
  }

  @Test
  void limit_of_pixels_can_be_set() throws IOException {
    var path = folder.resolve("small.png");
    Files.write(
        path, ImageBytes.encode(ImageBytes.plain(BufferedImage.TYPE_BYTE_GRAY, 4, 3, 9), "png"));

    assertThat(Pictures.read(path, 12).width()).isEqualTo(4);
    assertThatThrownBy(() -> Pictures.read(path, 11)).isInstanceOf(PictureException.class);
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }

  private static BufferedImage indexed(IndexColorModel model, int... indices) {
    var image = new BufferedImage(indices.length, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setSamples(0, 0, indices.length, 1, 0, indices);
    return image;
  }

  private static float at(Picture picture, int c, int y, int x) {
    return picture.values()[(c * picture.height() + y) * picture.width() + x];
  }

  private static void assertByte(Picture picture, int channel, int expected, int tolerance) {
    assertThat(Math.round((at(picture, channel, 0, 0) + 1) * 127.5f))
        .isCloseTo(expected, within(tolerance));
  }

  private static int[] bytes(Picture picture) {
    var bytes = new int[picture.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Math.round((picture.values()[i] + 1) * 127.5f);
    }
    return bytes;
  }

  private static char name(float red, float green, float blue) {
    if (red > 0 && green > 0 && blue > 0) {
      return 'W';
    }
    return red > 0 ? 'R' : green > 0 ? 'G' : blue > 0 ? 'B' : '?';
  }
}
