package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The orientation is read from JPEG and PNG alike, whatever else is wrong with their notes. */
class ExifOrientationTest {
  private static final int SHORT = 3;
  private static final int LONG = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientation_of_jpeg_and_png_is_applied(int number) throws IOException {
    for (boolean little : new boolean[] {false, true}) {
      for (int type : new int[] {SHORT, LONG}) {
        for (int count : new int[] {1, 2}) {
          var exif = exif(little, type, count, number);
          assertThat(sizeAndCorner(jpeg(exif))).isEqualTo(expected(number));
          assertThat(sizeAndCorner(png(exif))).isEqualTo(expected(number));
        }
      }
    }
  }

  /** The standard wants SHORT; some programs write bytes, signed or untyped numbers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 6, 7, 8, 9})
  void orientation_of_another_type_of_whole_numbers_is_applied(int type) throws IOException {
    for (boolean little : new boolean[] {false, true}) {
      for (int count : new int[] {1, 5}) {
        var exif = exif(little, type, count, 6);
        assertThat(sizeAndCorner(jpeg(exif))).isEqualTo(expected(6));
        assertThat(sizeAndCorner(png(exif))).isEqualTo(expected(6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 12, 99})
  void orientation_that_is_no_whole_number_is_normal(int type) throws IOException {
    assertThat(sizeAndCorner(png(exif(true, type, 1, 6)))).isEqualTo(expected(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void numbers_that_exif_has_not_are_normal(int number) throws IOException {
    assertThat(sizeAndCorner(png(exif(true, SHORT, 1, number)))).isEqualTo(expected(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 12, 19})
  void notes_cut_before_the_number_are_normal(int length) throws IOException {
    var cut = Arrays.copyOf(exif(false, SHORT, 1, 6), length);
    assertThat(sizeAndCorner(png(cut))).isEqualTo(expected(1));
    assertThat(sizeAndCorner(jpeg(cut))).isEqualTo(expected(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 25})
  void notes_cut_behind_the_number_have_it(int length) throws IOException {
    var cut = Arrays.copyOf(exif(false, SHORT, 1, 6), length);
    assertThat(sizeAndCorner(png(cut))).isEqualTo(expected(6));
    assertThat(sizeAndCorner(jpeg(cut))).isEqualTo(expected(6));
  }

  /** Columns × rows, and where the stored first pixel, which is bright, is displayed. */
  private static String expected(int number) {
    boolean left = number == 1 || number == 4 || number == 5 || number == 8;
    boolean top = number == 1 || number == 2 || number == 5 || number == 6;
    return (number > 4 ? "16×32" : "32×16")
        + (top ? " top" : " bottom")
        + (left ? " left" : " right");
  }

  private static String sizeAndCorner(byte[] file) throws IOException {
    var picture = Pictures.read(new ByteArrayInputStream(file), "test");
    int width = picture.width();
    int height = picture.height();
    var values = picture.values();
    var where = new StringBuilder();
    for (int corner = 0; corner < 4; corner++) {
      int y = corner / 2 * (height - 1);
      int x = corner % 2 * (width - 1);
      if (values[y * width + x] > 0) {
        where.append(y == 0 ? " top" : " bottom").append(x == 0 ? " left" : " right");
      }
    }
    return width + "×" + height + where;
  }

  private static BufferedImage image() {
    var image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, 255);
    }
    return image;
  }

  private static byte[] jpeg(byte[] exif) throws IOException {
    var content = new ByteArrayOutputStream();
    content.write(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    content.write(exif);
    return ImageBytes.spliceSegment(
        ImageBytes.encode(image(), "jpeg"), 20, 0xE1, content.toByteArray());
  }

  private static byte[] png(byte[] exif) throws IOException {
    return ImageBytes.splice(ImageBytes.encode(image(), "png"), 33, PngBytes.chunk("eXIf", exif));
  }

  static byte[] exif(boolean little, int type, int count, int number) {
    var exif =
        ByteBuffer.allocate(64).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    exif.put((byte) (little ? 'I' : 'M')).put((byte) (little ? 'I' : 'M'));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x112).putShort((short) type).putInt(count);
    int size = type == SHORT || type == 8 ? 2 : type == LONG || type == 9 ? 4 : 1;
    if (count * size > 4) {
      exif.putInt(26).putInt(0);
    }
    for (int i = 0; i < count; i++) {
      switch (size) {
        case 1 -> exif.put((byte) number);
        case 2 -> exif.putShort((short) number);
        default -> exif.putInt(number);
      }
    }
    return exif.array();
  }
}
