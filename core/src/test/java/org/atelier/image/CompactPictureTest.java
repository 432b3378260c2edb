package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactPictureTest {
  @TempDir Path folder;

  /** Files of many kinds: depth, alpha, palette, profile, orientation. */
  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    for (int channels = 1; channels <= 4; channels++) {
      for (int bits : new int[] {8, 16}) {
        for (String end : List.of("png", "tif")) {
          Path file = folder.resolve("%s-%s.%s".formatted(channels, bits, end));
          Pictures.write(noise(channels, 9, 14), file, WriteOptions.defaults().withBits(bits));
          files.add(file);
        }
      }
    }
    Path photograph = folder.resolve("photograph.jpg");
    Pictures.write(noise(3, 24, 40), photograph);
    byte[] jpeg = Files.readAllBytes(photograph);
    for (int orientation = 1; orientation <= 8; orientation++) {
      files.add(
          Files.write(
              folder.resolve("turned-%s.jpg".formatted(orientation)),
              ImageBytes.jpegWithOrientation(jpeg, orientation)));
    }
    files.add(
        Files.write(
            folder.resolve("profile.png"),
            ImageBytes.pngWithProfile(
                Files.readAllBytes(folder.resolve("4-8.png")), ImageBytes.linearRgbProfile())));
    files.add(Files.write(folder.resolve("cmyk.jpg"), ImageBytes.cmykJpeg(16, 10, 90, 170, 30)));
    for (int type : new int[] {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
      var palette = new BufferedImage(21, 13, type);
      for (int i = 0; i < 21 * 13; i += 3) {
        palette.setRGB(i % 21, i / 21, 0xff000000 | i * 60_001);
      }
      files.add(
          Files.write(
              folder.resolve("palette-%s.png".formatted(type)), ImageBytes.encode(palette, "png")));
    }
    return files;
  }

  @Test
  void every_region_has_the_values_that_reading_gives() throws IOException {
    for (Path file : files()) {
      DecodedPicture whole = Pictures.decode(file);
      Picture read = whole.picture();
      CompactPicture compact = Pictures.open(file);
      assertThat(compact.bits()).as("%s", file).isEqualTo(whole.bits());
      assertThat(compact.channels()).as("%s", file).isEqualTo(read.channels());
      assertThat(compact.whole()).as("%s", file).isEqualTo(read);
      int[][] regions = {
        {0, 0, 1, 1}, {read.height() - 1, read.width() - 1, 1, 1}, {2, 3, 5, 4}, {1, 0, 4, 9}
      };
      for (int[] r : regions) {
        assertThat(compact.region(r[0], r[1], r[2], r[3]))
            .as("%s, row %s, column %s", file, r[0], r[1])
            .isEqualTo(read.crop(r[0], r[1], r[2], r[3]));
      }
      assertThatThrownBy(() -> compact.region(0, 0, read.height() + 1, 1))
          .hasMessageContaining("exceeds the picture");
    }
  }

  @Test
  void rows_are_encoded_to_the_bytes_of_an_image_that_is_in_memory() throws IOException {
    for (int channels = 1; channels <= 4; channels++) {
      for (int bits : new int[] {8, 16}) {
        Picture picture = noise(channels, 150, 33);
        for (String format : List.of("png", "tiff")) {
          Path file = folder.resolve("rows." + format);
          new PictureWriter(WriteOptions.defaults().withBits(bits)).write(bands(picture, 7), file);
          assertThat(Files.readAllBytes(file))
              .as("%s, %s channels, %s bits", format, channels, bits)
              .isEqualTo(encoded(new RowImage(PictureRows.of(picture), bits).buffered(), format));
        }
      }
    }
  }

  /** As the encoders of the JDK write an image with the options of {@link PictureWriter}. */
  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writers = ImageIO.getImageWritersByFormatName(format);
    var writer = writers.next();
    while (writer.getClass().getModule() != ImageIO.class.getModule()) {
      writer = writers.next();
    }
    var parameters = writer.getDefaultWriteParam();
    if (format.equals("tiff")) {
      parameters.setCompressionMode(javax.imageio.ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType("Deflate");
    }
    try (var output = new javax.imageio.stream.MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new javax.imageio.IIOImage(image, null, null), parameters);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  private static PictureRows bands(Picture picture, int rows) {
    return new PictureRows() {
      private int top;

      @Override
      public int channels() {
        return picture.channels();
      }

      @Override
      public int height() {
        return picture.height();
      }

      @Override
      public int width() {
        return picture.width();
      }

      @Override
      public Picture next() {
        int count = Math.min(rows, picture.height() - top);
        top += count;
        return picture.crop(top - count, 0, count, picture.width());
      }
    };
  }

  @Test
  void resized_regions_are_those_of_the_resized_picture() {
    int[][] sizes = {{20, 33}, {9, 14}, {9, 30}, {4, 14}, {5, 3}, {1, 1}, {40, 2}};
    for (int channels = 1; channels <= 4; channels++) {
      Picture picture = noise(channels, 9, 14);
      PictureRegions source = PictureRegions.of(picture);
      for (Resizer resizer : Resizer.values()) {
        for (int[] size : sizes) {
          Picture whole = resizer.resize(picture, size[0], size[1]);
          assertThat(resizer.resize(source, size[0], size[1])).isEqualTo(whole);
          PictureRegions lazy = resizer.resizing(source, size[0], size[1]);
          assertThat(lazy.whole()).isEqualTo(whole.clamped());
          for (int top = 0; top < size[0]; top += 3) {
            int height = Math.min(4, size[0] - top);
            int left = Math.min(1, size[1] - 1);
            assertThat(lazy.region(top, left, height, size[1] - left))
                .isEqualTo(whole.clamped().crop(top, left, height, size[1] - left));
          }
        }
      }
    }
  }

  @Test
  void a_picture_that_exceeds_the_memory_is_refused_with_what_fits_and_what_to_do()
      throws IOException {
    var limits = new ReadLimits("large.png", 1L << 27, new HeapBudget(1_200_000_000));
    limits.checkMemory(11_600, 8_700, 3, 3, 90_000_000);
    assertThatThrownBy(() -> limits.checkMemory(11_585, 11_585, 15, 3, 90_000_000))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            "Cannot read large.png: it has 11585×11585 pixels, 134212225 in all, but the memory"
                + " that Java may use is enough for 68000000 of this kind; make the picture"
                + " smaller, or start Java with -Xmx4g (./atelier:"
                + " ATELIER_JAVA_OPTIONS=-Xmx4g)");
  }

  @Test
  void what_is_needed_counts_samples_and_floats_and_the_file() throws IOException {
    Path file = folder.resolve("rgb.png");
    Pictures.write(noise(3, 30, 40), file);
    byte[] png = Files.readAllBytes(file);
    assertThat(fits(png, 1200 * 15 + 2 * png.length, false)).isTrue();
    assertThat(fits(png, 1200 * 15, false)).isFalse();
    assertThat(fits(png, 1200 * 3 + 2 * png.length, true)).isTrue();
    assertThat(fits(png, 1200 * 3, true)).isFalse();
    Path tiff = folder.resolve("rgb.tif");
    Pictures.write(noise(3, 30, 40), tiff);
    byte[] bytes = Files.readAllBytes(tiff);
    assertThat(fits(bytes, 1200 * 12 + 2 * bytes.length, true)).isTrue();
    assertThat(fits(bytes, 1200 * 12, true)).isFalse();
  }

  private static boolean fits(byte[] file, long budget, boolean compact) throws IOException {
    var reader = new PictureReader("rgb", 1L << 27, new HeapBudget(budget));
    try {
      if (compact) {
        reader.open(new ByteArrayInputStream(file), 0);
      } else {
        reader.read(new ByteArrayInputStream(file), 0);
      }
      return true;
    } catch (PictureException e) {
      assertThat(e)
          .hasMessageContaining("it has 40×30 pixels, 1200 in all")
          .hasMessageContaining("ATELIER_JAVA_OPTIONS=-Xmx1g");
      return false;
    }
  }

  @Test
  void a_jpeg_of_more_pixels_at_a_side_than_its_encoder_takes_is_refused_in_words() {
    assertThatThrownBy(
            () ->
                Pictures.write(
                    new Picture(1, 1, 65_501, new float[65_501]), folder.resolve("a.jpg")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("at most 65500 pixels at a side")
        .hasMessageContaining("write a PNG");
    assertThat(folder).isEmptyDirectory();
  }

  private static Picture noise(int channels, int height, int width) {
    var random = CounterRandom.of(channels, height).fork(width);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new Picture(channels, height, width, values);
  }
}
