package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the components of a JPEG are, by the rules of libjpeg, from its JFIF and Adobe segments and
 * the names of the components.
 */
class JpegColoursTest {
  private static final int SIZE = 16;

  /** JFIF comes before Adobe's word, which comes before the names; without all, it is YCbCr. */
  @ParameterizedTest
  @CsvSource({
    "true, -1, 123, true",
    "true, 0, 123, true",
    "true, 0, 012, true",
    "true, 0, RGB, true",
    "true, -1, RGB, true",
    "false, -1, 123, true",
    "false, -1, YCc, true",
    "false, -1, RGB, false",
    "false, 0, 123, false",
    "false, 0, RGB, false",
    "false, 1, RGB, true",
    "false, 2, RGB, true",
    "false, 2, 123, true",
    "false, 2, YCc, true"
  })
  void three_components(boolean jfif, int adobe, String names, boolean ycbcr) throws IOException {
    for (boolean progressive : new boolean[] {false, true}) {
      var file = jpeg(progressive, jfif, adobe, names, 76, 84, 255);
      // By the definition of JFIF, Y 76, Cb 84, Cr 255 are R 254, G 0, B 0.
      assertBytes(file, ycbcr ? new int[] {254, 0, 0} : new int[] {76, 84, 255});
    }
  }

  /** As other programs do, 255 is taken for no ink, as it is in Adobe's files. */
  @ParameterizedTest
  @CsvSource({"true, -1, 1234", "false, -1, 1234", "false, -1, CMYK", "false, -1, 0123"})
  void four_components_without_adobes_segment_are_ink(boolean jfif, int adobe, String names)
      throws IOException {
    for (boolean progressive : new boolean[] {false, true}) {
      assertBytes(jpeg(progressive, jfif, adobe, names, 255, 55, 155, 255), 255, 55, 155);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1234, 255, 55, 155",
    "0, CMYK, 255, 55, 155",
    "2, 1234, 1, 255, 255",
    "1, CMYK, 1, 255, 255"
  })
  void four_components_with_adobes_segment(int adobe, String names, int red, int green, int blue)
      throws IOException {
    int[] samples = adobe == 0 ? new int[] {255, 55, 155, 255} : new int[] {76, 84, 255, 255};
    assertBytes(jpeg(false, false, adobe, names, samples), red, green, blue);
  }

  /** The scans that are missing would only make it coarser. */
  @ParameterizedTest
  @ValueSource(doubles = {.5, .8, .95, .99})
  void progressive_file_that_is_cut_is_refused(double part) throws IOException {
    var file = jpeg(true, true, -1, "123", 76, 84, 255);

    assertThatThrownBy(() -> read(Arrays.copyOf(file, (int) (part * file.length))))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("truncated");
  }

  private static void assertBytes(byte[] file, int... expected) throws IOException {
    var picture = read(file);
    assertThat(picture.channels()).isEqualTo(expected.length);
    for (int c = 0; c < expected.length; c++) {
      float value = picture.values()[c * SIZE * SIZE];
      assertThat(Math.round((value + 1) * 127.5f)).isBetween(expected[c] - 3, expected[c] + 3);
    }
  }

  /**
   * @param adobe the transform of Adobe's segment, -1 for none
   * @param names of the components: digits are their numbers
   */
  private static byte[] jpeg(
      boolean progressive, boolean jfif, int adobe, String names, int... samples)
      throws IOException {
    var raster = Raster.createInterleavedRaster(0, SIZE, SIZE, samples.length, null);
    for (int i = 0; i < SIZE * SIZE; i++) {
      raster.setPixel(i % SIZE, i / SIZE, samples);
    }
    var writer = writerOfTheJdk();
    var options = writer.getDefaultWriteParam();
    if (progressive) {
      options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(raster, null, null), options);
    }
    writer.dispose();
    var file = renamed(withoutNotes(bytes.toByteArray()), names);
    if (adobe >= 0) {
      byte[] content = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) adobe};
      file = ImageBytes.spliceSegment(file, 2, 0xEE, content);
    }
    byte[] content = {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0};
    return jfif ? ImageBytes.spliceSegment(file, 2, 0xE0, content) : file;
  }

  private static ImageWriter writerOfTheJdk() {
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    var writer = writers.next();
    while (!writer.getOriginatingProvider().getVendorName().contains("Oracle")) {
      writer = writers.next();
    }
    return writer;
  }

  private static byte[] withoutNotes(byte[] jpeg) {
    var file = new ByteArrayOutputStream();
    file.write(jpeg, 0, 2);
    int at = 2;
    while ((jpeg[at + 1] & 255) != 0xDA) {
      int length = 2 + ((jpeg[at + 2] & 255) << 8 | jpeg[at + 3] & 255);
      int marker = jpeg[at + 1] & 255;
      if (marker != 0xE0 && marker != 0xEE) {
        file.write(jpeg, at, length);
      }
      at += length;
    }
    file.write(jpeg, at, jpeg.length - at);
    return file.toByteArray();
  }

  private static byte[] renamed(byte[] jpeg, String names) {
    var old = new byte[names.length()];
    for (int at = 0; at + 1 < jpeg.length; at++) {
      int marker = jpeg[at] == -1 ? jpeg[at + 1] & 255 : 0;
      if (marker == 0xC0 || marker == 0xC2) {
        for (int c = 0; c < old.length; c++) {
          old[c] = jpeg[at + 10 + 3 * c];
          jpeg[at + 10 + 3 * c] = number(names, c);
        }
      } else if (marker == 0xDA) {
        for (int i = 0; i < jpeg[at + 4]; i++) {
          int named = at + 5 + 2 * i;
          for (int c = 0; c < old.length; c++) {
            if (jpeg[named] == old[c]) {
              jpeg[named] = number(names, c);
              break;
            }
          }
        }
      }
    }
    return jpeg;
  }

  private static byte number(String names, int c) {
    char name = names.charAt(c);
    return (byte) (Character.isDigit(name) ? name - '0' : name);
  }

  private static Picture read(byte[] file) throws IOException {
    return Pictures.read(new ByteArrayInputStream(file), "test");
  }
}
