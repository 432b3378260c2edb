package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chunks of WebP: notes, frames, alpha. */
class WebpReadTest {
  /** Lossless, 2 columns and 1 row: (200, 40, 30), (30, 180, 60). */
  private static final byte[] LOSSLESS =
      Base64.getDecoder().decode("UklGRiAAAABXRUJQVlA4TBQAAAAvAQAAAA9wFMZbIddj/sNBBSL6Hw==");

  /** Lossy, 2 × 2, about (90, 120, 150). */
  private static final byte[] LOSSY =
      Base64.getDecoder()
          .decode(
              "UklGRjIAAABXRUJQVlA4ICYAAACQAQCdASoCAAIAAUAmJQBOl0AAhgAA/uX6P0fXCLIy/XwBTxIAAA==");

  /** Lossy, 3 × 2, with compressed alpha of 0, 40, 80, 120, 160, 200. */
  private static final byte[] TRANSLUCENT =
      Base64.getDecoder()
          .decode(
              "UklGRlQAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAAChQeKDIAFZQOCAmAAAAkAEAnQEqAwACAAFAJiUATpdAAIYAAP7l+j9H1wiyMv18AU8SAAA=");

  @Test
  void lossless_gives_exact_colours() throws IOException {
    assertThat(bytes(read(LOSSLESS))).containsExactly(200, 30, 40, 180, 30, 60);
  }

  @Test
  void lossy_has_no_alpha_unless_the_file_has() throws IOException {
    var picture = read(LOSSY);
    assertThat(picture.channels()).isEqualTo(3);
    assertThat(Math.abs(bytes(picture)[0] - 90)).isLessThan(4);
    var translucent = read(TRANSLUCENT);
    assertThat(translucent.channels()).isEqualTo(4);
    assertThat(Arrays.copyOfRange(bytes(translucent), 18, 24))
        .containsExactly(0, 40, 80, 120, 160, 200);
  }

  @ParameterizedTest
  @CsvSource({"1,200", "2,30", "3,30", "4,200", "5,200", "6,200", "7,30", "8,30"})
  void orientation_is_applied(int number, int firstRed) throws IOException {
    var exif = ExifOrientationTest.exif(true, 3, 1, number);
    for (boolean headed : new boolean[] {false, true}) {
      var notes = new ByteArrayOutputStream();
      notes.writeBytes(headed ? new byte[] {'E', 'x', 'i', 'f', 0, 0} : new byte[0]);
      notes.writeBytes(exif);
      var picture =
          read(riff(canvas(8, 2, 1), pixels(LOSSLESS), chunk("EXIF", notes.toByteArray())));
      assertThat(picture.width()).isEqualTo(number > 4 ? 1 : 2);
      assertThat(bytes(picture)[0]).isEqualTo(firstRed);
    }
  }

  @Test
  void profile_is_converted_and_a_damaged_one_ignored() throws IOException {
    var linear = chunk("ICCP", ImageBytes.linearRgbProfile());
    var cut = chunk("ICCP", Arrays.copyOf(ImageBytes.linearRgbProfile(), 300));

    assertThat(bytes(read(riff(canvas(0x20, 2, 1), linear, pixels(LOSSLESS))))[0]).isEqualTo(229);
    assertThat(bytes(read(riff(canvas(0x20, 2, 1), cut, pixels(LOSSLESS))))[0]).isEqualTo(200);
  }

  @Test
  void first_frame_of_an_animation_lies_on_its_canvas() throws IOException {
    var frame = frame(2, 2, 2, 1, pixels(LOSSLESS));
    var second = frame(0, 0, 2, 2, pixels(LOSSY));

    var picture = read(riff(canvas(2, 5, 4), chunk("ANIM", new byte[6]), frame, second));

    assertThat(picture).hasToString("Picture[4×4×5]");
    int plane = 20;
    var bytes = bytes(picture);
    for (int i = 0; i < plane; i++) {
      boolean first = i == 2 * 5 + 2;
      boolean covered = first || i == 2 * 5 + 3;
      assertThat(bytes[3 * plane + i]).as("alpha of %s", i).isEqualTo(covered ? 255 : 0);
      assertThat(bytes[i]).isEqualTo(first ? 200 : covered ? 30 : 0);
    }
  }

  @Test
  void alpha_without_compression_is_read_with_every_filter() throws IOException {
    int[] alpha = {10, 30, 250, 7};
    byte[][] filtered = {
      {10, 30, (byte) 250, 7}, // as it is
      {10, 20, (byte) 240, 13}, // to the left; the first column to the top
      {10, 20, (byte) 240, (byte) -23}, // to the top; the first row to the left
      {10, 20, (byte) 240, (byte) (7 - 255)} // left + top − top left, clamped
    };
    for (int filter = 0; filter < 4; filter++) {
      var content = new byte[5];
      content[0] = (byte) (filter << 2);
      System.arraycopy(filtered[filter], 0, content, 1, 4);
      var picture = read(riff(canvas(0x10, 2, 2), chunk("ALPH", content), pixels(LOSSY)));
      assertThat(Arrays.copyOfRange(bytes(picture), 12, 16))
          .as("filter %s", filter)
          .containsExactly(alpha);
    }
  }

  @Test
  void frame_unlike_its_canvas_is_refused() {
    assertThatThrownBy(() -> read(riff(canvas(0, 20, 10), pixels(LOSSLESS))))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("a frame of 2×1 pixels where 20×10 are declared");
    assertThatThrownBy(() -> read(riff(canvas(2, 3, 3), frame(2, 2, 2, 1, pixels(LOSSLESS)))))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("a frame beyond its canvas");
  }

  @Test
  void every_cut_of_the_pixels_is_refused() {
    for (byte[] file : new byte[][] {LOSSLESS, LOSSY, TRANSLUCENT}) {
      for (int length = 13; length < file.length - 2; length++) {
        var cut = Arrays.copyOf(file, length);
        assertThatThrownBy(() -> read(cut))
            .as("%s of %s bytes", length, file.length)
            .isInstanceOf(PictureException.class);
      }
    }
  }

  private static byte[] pixels(byte[] webp) {
    return Arrays.copyOfRange(webp, 12, webp.length);
  }

  private static byte[] canvas(int flags, int width, int height) {
    return chunk(
        "VP8X",
        new byte[] {(byte) flags, 0, 0, 0, (byte) (width - 1), 0, 0, (byte) (height - 1), 0, 0});
  }

  private static byte[] frame(int left, int top, int width, int height, byte[] pixels) {
    var content = new ByteArrayOutputStream();
    content.writeBytes(
        new byte[] {
          (byte) (left / 2),
          0,
          0,
          (byte) (top / 2),
          0,
          0,
          (byte) (width - 1),
          0,
          0,
          (byte) (height - 1),
          0,
          0,
          0,
          0,
          0,
          0
        });
    content.writeBytes(pixels);
    return chunk("ANMF", content.toByteArray());
  }

  private static byte[] riff(byte[]... chunks) {
    var content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
    for (byte[] chunk : chunks) {
      content.writeBytes(chunk);
    }
    return chunk("RIFF", content.toByteArray());
  }

  private static byte[] chunk(String name, byte[] content) {
    var chunk = new ByteArrayOutputStream();
    for (char c : name.toCharArray()) {
      chunk.write(c);
    }
    for (int i = 0; i < 4; i++) {
      chunk.write(content.length >> 8 * i);
    }
    chunk.writeBytes(content);
    if (content.length % 2 == 1) {
      chunk.write(0);
    }
    return chunk.toByteArray();
  }

  private static int[] bytes(Picture picture) {
    var bytes = new int[picture.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Math.round((picture.values()[i] + 1) * 127.5f);
    }
    return bytes;
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }
}
