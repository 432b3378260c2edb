package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Profiles that cannot be used cost one line and no pixel. */
class ColourProfileTest {
  private static final int AFTER_JFIF = 20;

  @Test
  void profiles_that_cannot_be_used_are_ignored_in_every_format() throws IOException {
    var good = ImageBytes.linearRgbProfile();
    var wrongClass = good.clone();
    System.arraycopy("link".getBytes(StandardCharsets.US_ASCII), 0, wrongClass, 12, 4);
    var wrongModel = good.clone();
    System.arraycopy("CMYK".getBytes(StandardCharsets.US_ASCII), 0, wrongModel, 16, 4);
    var longer = good.clone();
    longer[0] = 0x7F;
    var noTags = good.clone();
    Arrays.fill(noTags, 128, noTags.length, (byte) 0);
    var wildTags = good.clone();
    Arrays.fill(wildTags, 128, wildTags.length, (byte) 0xFF);
    var noCurves = new String(good, StandardCharsets.ISO_8859_1).replace("TRC", "xxx");
    var bad =
        List.of(
            new byte[0],
            new byte[200],
            Arrays.copyOf(good, 100),
            Arrays.copyOf(good, good.length / 2),
            wrongClass,
            wrongModel,
            longer,
            noTags,
            wildTags,
            noCurves.getBytes(StandardCharsets.ISO_8859_1),
            ImageBytes.linearGreyProfile());
    var image = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 16, 16, 128, 64, 192);
    var jpeg = ImageBytes.encode(image, "jpeg");
    var png = ImageBytes.encode(image, "png");
    for (int i = 0; i < bad.size(); i++) {
      var profile = bad.get(i);
      assertPlain("JPEG with profile " + i, ImageBytes.jpegWithProfile(jpeg, profile));
      assertPlain("PNG with profile " + i, ImageBytes.pngWithProfile(png, profile));
      assertPlain("TIFF with profile " + i, tiff(profile));
    }
  }

  @Test
  void profile_of_a_tiff_is_converted() throws IOException {
    assertThat(first(read(tiff(ImageBytes.linearRgbProfile())))).isEqualTo(188);
  }

  @Test
  void parts_of_a_jpegs_profile_must_be_whole() throws IOException {
    var image = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 16, 16, 128, 64, 192);
    var jpeg = ImageBytes.encode(image, "jpeg");
    var profile = ImageBytes.linearRgbProfile();
    var first = Arrays.copyOf(profile, 200);
    var second = Arrays.copyOfRange(profile, 200, profile.length);

    // In either order; each part says its number.
    assertThat(first(read(with(with(jpeg, 2, 2, second), 1, 2, first)))).isBetween(187, 189);
    assertThat(first(read(with(with(jpeg, 1, 2, first), 2, 2, second)))).isBetween(187, 189);
    assertPlain("one missing", with(jpeg, 1, 2, first));
    assertPlain("counted from 0", with(with(jpeg, 1, 2, second), 0, 2, first));
    assertPlain("one twice", with(with(jpeg, 1, 2, first), 1, 2, first));
    assertPlain("a count of 0", with(jpeg, 1, 0, profile));
    assertPlain(
        "without numbers",
        ImageBytes.spliceSegment(
            jpeg, AFTER_JFIF, 0xE2, "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void missing_pixels_are_still_found_beside_a_bad_profile() throws IOException {
    var image = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 4096; i++) {
      image.setRGB(i % 64, i / 64, i * 7919);
    }
    var jpeg = ImageBytes.jpegWithProfile(ImageBytes.encode(image, "jpeg"), new byte[50]);
    assertThat(read(jpeg).width()).isEqualTo(64);
    for (int missing : new int[] {20, 200, 1000}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(jpeg, jpeg.length - missing)))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("truncated");
    }
    // Without the marker of the end alone, all pixels are there.
    assertThat(read(Arrays.copyOf(jpeg, jpeg.length - 2)).values()).isEqualTo(read(jpeg).values());
  }

  @Test
  void segments_that_are_no_notes_are_skipped() throws IOException {
    var image = ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 16, 16, 128, 64, 192);
    var jpeg = ImageBytes.encode(image, "jpeg");
    for (int marker = 0xE0; marker <= 0xEF; marker++) {
      for (String start : new String[] {"", "Exif\0\0II*\0\u00ff\u00ff", "JFXX\0\u0010", "MPF\0"}) {
        var content = start.getBytes(StandardCharsets.ISO_8859_1);
        assertPlain(
            "APP" + (marker - 0xE0), ImageBytes.spliceSegment(jpeg, AFTER_JFIF, marker, content));
      }
    }
  }

  private static void assertPlain(String what, byte[] file) throws IOException {
    var errors = System.err;
    var captured = new ByteArrayOutputStream();
    Picture picture;
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      picture = read(file);
    } finally {
      System.setErr(errors);
    }
    assertThat(Math.abs(first(picture) - 128)).as(what).isLessThan(4);
    assertThat(captured.toString(StandardCharsets.UTF_8).lines().count())
        .as("lines for %s: %s", what, captured)
        .isLessThanOrEqualTo(1);
  }

  private static byte[] with(byte[] jpeg, int number, int count, byte[] part) {
    var content = new ByteArrayOutputStream();
    content.writeBytes("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
    content.write(number);
    content.write(count);
    content.writeBytes(part);
    return ImageBytes.spliceSegment(jpeg, AFTER_JFIF, 0xE2, content.toByteArray());
  }

  /** A profile's bytes as values of the type SHORT, which have the same bytes in the file. */
  private static byte[] tiff(byte[] profile) {
    var values = new int[(profile.length + 1) / 2];
    for (int i = 0; i < profile.length; i++) {
      values[i / 2] |= (profile[i] & 255) << (i % 2 == 0 ? 8 : 0);
    }
    return TiffBytes.of(1, 1, 3, 8, 2).with(34675, values).encode(128, 64, 192);
  }

  private static int first(Picture picture) {
    return Math.round((picture.values()[0] + 1) * 127.5f);
  }

  private static Picture read(byte[] bytes) throws IOException {
    return Pictures.read(new ByteArrayInputStream(bytes), "test");
  }
}
