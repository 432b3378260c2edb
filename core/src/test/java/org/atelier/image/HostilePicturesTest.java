package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are made to harm give a sentence: no endless decoding, no memory beyond the file's.
 */
class HostilePicturesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // The bit reader passes the end of the file.
        "UklGRjAAAABXRUJQVlA4TCQAAAAvEAADELkyRPQ/dlH/6H/3SNumHu5f7tjxPEzAAAAAAAAAAAA=",
        "UklGRmQAAABXRUJQVlA4WAoAAAAYAAAAAAAAAP8aVlA4TCQAAAAvEAADELkyRPQ/dlH/6H+ASNumHu5f79jxPEzA5E8AeB4oXwdFWElGGgAAAElJKgAIAAAAAQASAQMAAQAAAAYAAAAAAAAA",
        // The frame is larger than the canvas.
        "UklGRpIAAABXRUJQVlA4WAoAAAAQAAAAEAAADAAAQUxQSBcAAAABuYzof4BI22b+HQ8NHp5GTMAEVDOuAABWUDggVAAAAPADAJ0BKlca1/Rj3u5phGeuszG03QAAEAAADAAAQUxQSA==",
        "UklGRpIAAABXRUJQVlA4WAoAAAAQAAAAEAAADAAAQUxQSBcAAAABuYzof4BI22b+HQ8NHp5GTMAEVDOuAABWUDggEQANAD7RWKRLqCUjobAIAQAaCGwAnTKEeBgqGjiXk9WHsAD+8zK5nFnvt1jdTHcMDRXYVxrX9GPe7mmEZ66zMbTddgCwvw4vd7tazwAA"
      })
  void webp_that_deceives_its_decoder_is_refused(String base64) {
    assertRefused(Base64.getDecoder().decode(base64));
  }

  @Test
  void bmp_with_embedded_pictures_or_wild_sizes_is_refused() {
    assertRefused(bmp(1, 1, 24, 4, 0), "its compression is of the kind 4");
    assertRefused(bmp(1, 1, 24, 5, 0), "its compression is of the kind 5");
    assertRefused(bmp(10_000, 10_000, 24, 0, 0), "truncated");
    assertRefused(bmp(-5, 3, 24, 0, 0), "a size of -5×3 pixels");
    assertRefused(bmp(5, Integer.MIN_VALUE, 24, 0, 0), "pixels");
    assertRefused(bmp(1, 1, 7, 0, 0), "7 bits per pixel");
    assertRefused(bmp(8, -8, 8, 1, 0), "damaged");
  }

  @Test
  void bmp_whose_palette_is_declared_too_long_is_read() throws IOException {
    var bmp = bmp(2, 1, 8, 0, Integer.MAX_VALUE);
    assertThat(read(bmp).width()).isEqualTo(2);
  }

  @Test
  void length_of_a_jpegs_profile_allocates_nothing() throws IOException {
    var image = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 8, 8, 10, 20, 30);
    var profile = ImageBytes.linearRgbProfile();
    profile[0] = 0x7F;
    var jpeg = ImageBytes.jpegWithProfile(ImageBytes.encode(image, "jpeg"), profile);
    assertThat(read(jpeg).width()).isEqualTo(8);
  }

  @Test
  void jpeg_of_other_depths_frames_and_codings_is_refused_in_words() throws IOException {
    var image = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 8, 8, 10, 20, 30);
    var jpeg = ImageBytes.encode(image, "jpeg");
    int frame = 0;
    while ((jpeg[frame] & 255) != 0xFF || (jpeg[frame + 1] & 255) != 0xC0) {
      frame++;
    }
    var deep = jpeg.clone();
    deep[frame + 4] = 12;
    assertRefused(deep, "expected a JPEG of 8 bits per sample, but it has 12");
    var arithmetic = jpeg.clone();
    arithmetic[frame + 1] = (byte) 0xC9;
    assertRefused(arithmetic, "arithmetic coding");
    var two = ImageBytes.splice(jpeg, frame, Arrays.copyOfRange(jpeg, frame, frame + 19));
    assertRefused(two, "two frames");
    var large = jpeg.clone();
    Arrays.fill(large, frame + 5, frame + 9, (byte) 0x28);
    assertRefused(large, "truncated");
  }

  @Test
  void few_bytes_of_pixels_for_many_pixels_are_truncated_before_memory_is_taken()
      throws IOException {
    assertRefused(ImageBytes.pngHeader(10_000, 10_000), "truncated");
    for (int compression : new int[] {1, 5, 8, 32773, 2, 3, 4}) {
      var tiff = TiffBytes.of(1, 1, 1, 1, 1).with(256, 10_000).with(257, 10_000).with(278, 10_000);
      assertRefused(tiff.with(259, compression).encode(1), "truncated");
    }
  }

  @Test
  void tiff_with_wild_sizes_is_refused() {
    var tiff = TiffBytes.of(2, 2, 1, 8, 1);
    assertRefused(tiff.with(256, 0).encode(1, 2, 3, 4), "a size of 0×2 pixels");
    assertRefused(tiff.with(278, 0).encode(1, 2, 3, 4), "pixels");
    assertRefused(tiff.with(273, 60_000).encode(1, 2, 3, 4), "truncated");
    assertRefused(tiff.with(277, 60_000).encode(1, 2, 3, 4), "60000 samples per pixel");
    assertRefused(tiff.with(258, 64).encode(1, 2, 3, 4), "64");
    assertRefused(tiff.with(262, 3).encode(1, 2, 3, 4), "palette");
    assertRefused(
        tiff.with(322, 60_000).with(323, 2000).with(324, 8).with(325, 4).encode(1, 2, 3, 4),
        "tiles of 60000×2000");
    var loop = tiff.encode(1, 2, 3, 4);
    ByteBuffer.wrap(loop).putInt(4, 4);
    assertRefused(loop);
  }

  @Test
  void frame_of_a_gif_above_the_limit_is_refused() throws IOException {
    var gif = ImageBytes.encode(indexed(), "gif");
    int frame = 13;
    while (gif[frame] != ',') {
      frame++;
    }
    Arrays.fill(gif, frame + 5, frame + 9, (byte) 0xFF);
    assertRefused(gif, "declares 65535×65535 pixels");
  }

  @Test
  void every_single_damage_gives_a_picture_or_a_sentence() throws IOException {
    var noise = new BufferedImage(9, 7, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 63; i++) {
      noise.setRGB(i % 9, i / 9, i * 7919);
    }
    List<byte[]> files = new ArrayList<>();
    for (String format : new String[] {"png", "jpeg", "bmp", "gif"}) {
      files.add(ImageBytes.encode(noise, format));
    }
    files.add(ImageBytes.pngWithProfile(files.get(0), ImageBytes.linearRgbProfile()));
    files.add(TiffBytes.of(3, 2, 1, 12, 1).with(false, true, 1, 8, 2).encode(1, 2, 3, 4, 5, 6));
    var random = new Random(5);
    assertTimeoutPreemptively(
        Duration.ofMinutes(3),
        () -> {
          for (byte[] file : files) {
            for (int i = 0; i < 600; i++) {
              var damaged = file.clone();
              int at = i % 2 == 0 ? random.nextInt(file.length) : i / 2 % file.length;
              damaged[at] = (byte) (i % 3 == 0 ? random.nextInt() : damaged[at] ^ 1 << i % 8);
              readOrSentence(i % 5 == 0 ? Arrays.copyOf(damaged, at + 1) : damaged);
            }
          }
        });
  }

  private static void readOrSentence(byte[] file) throws IOException {
    try {
      read(file);
    } catch (PictureException e) {
      assertSentence(e);
    }
  }

  private static void assertSentence(PictureException e) {
    assertThat(e.getMessage())
        .startsWith("Cannot read test: ")
        .doesNotContain("null", "Exception", "java.", "twelvemonkeys");
  }

  private static void assertRefused(byte[] file) {
    assertRefused(file, "Cannot read test: ");
  }

  private static void assertRefused(byte[] file, String words) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(PictureException.class, HostilePicturesTest::assertSentence)
                .hasMessageContaining(words));
  }

  private static BufferedImage indexed() {
    return new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
  }

  private static byte[] bmp(int width, int height, int bits, int compression, int colours) {
    var bmp = ByteBuffer.allocate(14 + 40 + 1024 + 4).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(14 + 40 + 1024);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    bmp.putInt(compression).putInt(0).putInt(0).putInt(0).putInt(colours).putInt(0);
    return bmp.array();
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }
}
