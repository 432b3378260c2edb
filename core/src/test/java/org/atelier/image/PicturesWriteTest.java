package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesWriteTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "png,8,1", "png,8,2", "png,8,3", "png,8,4", "png,16,1", "png,16,2", "png,16,3", "png,16,4",
    "tiff,8,1", "tiff,8,2", "tiff,8,3", "tiff,8,4", "tif,16,1", "tif,16,2", "tif,16,3", "tif,16,4"
  })
  void lossless_formats_give_back_every_sample(String suffix, int bits, int channels)
      throws IOException {
    var random = new Random(3);
    int range = (1 << bits) - 1;
    var values = new float[channels * 67 * 53];
    for (int i = 0; i < values.length; i++) {
      int sample = i < 2 ? i * range : random.nextInt(range + 1);
      values[i] = sample / (range / 2f) - 1;
    }
    var picture = new Picture(channels, 67, 53, values);
    var path = folder.resolve("p." + suffix);

    Pictures.write(picture, path, WriteOptions.defaults().withBits(bits));

    assertThat(Pictures.read(path)).isEqualTo(picture);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void jpeg_gives_back_nearly_the_same(int channels) throws IOException {
    var values = new float[channels * 64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i % 64 / 20. + i / 64 / 30.);
    }
    var path = folder.resolve("p.JPG");

    Pictures.write(new Picture(channels, 64, 64, values), path);

    var back = Pictures.read(path);
    assertThat(back.channels()).isEqualTo(channels);
    for (int i = 0; i < values.length; i++) {
      assertThat(back.values()[i]).isCloseTo(values[i], within(.1f));
    }
  }

  @Test
  void values_out_of_range_are_clamped() throws IOException {
    var path = folder.resolve("p.png");

    Pictures.write(new Picture(1, 1, 3, new float[] {-7, 1.01f, Float.POSITIVE_INFINITY}), path);

    assertThat(Pictures.read(path).values()).containsExactly(-1, 1, 1);
  }

  @Test
  void nan_is_refused_and_leaves_nothing() throws IOException {
    var picture = new Picture(1, 2, 2, new float[] {0, 0, Float.NaN, 0});

    assertThatThrownBy(() -> Pictures.write(picture, folder.resolve("p.png")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN in channel 0, row 1, column 0");
    assertFolderIsEmpty();
  }

  @Test
  void unknown_suffix_is_refused_with_the_known_ones() {
    for (var name : new String[] {"p.webp", "png", "p"}) {
      assertThatThrownBy(() -> Pictures.write(grey(), folder.resolve(name)))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("ends with .png, .jpg, .jpeg, .tif or .tiff");
    }
  }

  @Test
  void jpeg_refuses_alpha_and_16_bits() throws IOException {
    var path = folder.resolve("p.jpg");

    assertThatThrownBy(() -> Pictures.write(new Picture(2, 1, 1, new float[2]), path))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("JPEG has no alpha");
    assertThatThrownBy(() -> Pictures.write(grey(), path, WriteOptions.defaults().withBits(16)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("JPEG has 8 bits per sample, not 16");
    assertFolderIsEmpty();
  }

  @Test
  void folder_that_takes_no_file_is_refused_and_left_as_it_was() throws IOException {
    var missing = folder.resolve("missing");

    assertThatThrownBy(() -> Pictures.write(grey(), missing.resolve("p.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("does not exist; create it first");
    assertThat(missing).doesNotExist();

    // A name that is taken by a folder with content cannot be replaced.
    var taken = Files.createDirectories(folder.resolve("taken.png"));
    Files.createFile(taken.resolve("content"));
    assertThatThrownBy(() -> Pictures.write(grey(), taken))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("it is a folder");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(taken);
    }
  }

  @Test
  void uncommitted_file_leaves_nothing_and_keeps_the_old_one() throws IOException {
    var path = folder.resolve("p.png");
    Pictures.write(grey(), path);
    var before = Files.readAllBytes(path);

    try (var file = PictureFile.create(path)) {
      file.stream().write(1);
    }

    assertThat(path).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void file_is_replaced() throws IOException {
    var path = folder.resolve("p.png");
    Pictures.write(grey(), path);

    Pictures.write(new Picture(3, 1, 1, new float[] {-1, 1, -1}), path);

    assertThat(Pictures.read(path).values()).containsExactly(-1, 1, -1);
  }

  @Test
  void other_locales_change_nothing() throws IOException {
    var before = Locale.getDefault();
    try {
      for (var tag : new String[] {"ar-EG-u-nu-arab", "tr"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        var path = folder.resolve(tag + ".TIFF");
        Pictures.write(grey(), path);
        assertThat(Pictures.read(path)).isEqualTo(grey());
        assertThatThrownBy(() -> Pictures.read(path, 0)).hasMessageContaining("declares 1×1");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Picture grey() {
    return new Picture(1, 1, 1, new float[] {127 / 127.5f - 1});
  }

  private void assertFolderIsEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
