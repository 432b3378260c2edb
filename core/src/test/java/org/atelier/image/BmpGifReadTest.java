package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BmpGifReadTest {
  @Test
  void bmp_of_16_bits_is_divided_by_the_bits_of_each_colour() throws IOException {
    var five = header(40, 2, 1, 16, 0, 0).putShort((short) 0x7C1F).putShort((short) 0x0210);
    assertBytes(five, 255, 0, 0, 132, 255, 132);
    var six =
        header(40, 2, 1, 16, 3, 12)
            .putInt(0xF800)
            .putInt(0x07E0)
            .putInt(0x001F)
            .putShort((short) 0xF81F)
            .putShort((short) 0x0410);
    assertBytes(six, 255, 0, 0, 130, 255, 132);
  }

  @Test
  void bmp_of_32_bits_has_alpha_where_a_mask_says_so() throws IOException {
    var plain = header(40, 1, 1, 32, 0, 0).putInt(0x800A141E);
    assertBytes(plain, 10, 20, 30);
    var masked = header(108, 1, 1, 32, 3, 0);
    masked.putInt(54, 0xFF0000).putInt(58, 0xFF00).putInt(62, 0xFF).putInt(66, 0xFF000000);
    assertBytes(masked.putInt(0x800A141E), 10, 20, 30, 128);
  }

  @Test
  void bmp_of_16_bits_has_alpha_where_a_mask_says_so() throws IOException {
    var fours = header(108, 1, -2, 16, 3, 0);
    fours.putInt(54, 0xF00).putInt(58, 0xF0).putInt(62, 0xF).putInt(66, 0xF000);
    fours.putShort((short) 0x8F0A).putShort((short) 0).putShort((short) 0x30F0);
    assertBytes(fours, 255, 0, 0, 255, 170, 0, 136, 51);
    var one = header(56, 1, 2, 16, 3, 0);
    one.putInt(54, 0x7C00).putInt(58, 0x3E0).putInt(62, 0x1F).putInt(66, 0x8000);
    one.putShort((short) 0xFC00).putShort((short) 0).putShort((short) 0x001F);
    assertBytes(one, 0, 255, 0, 0, 255, 0, 0, 255);
  }

  @Test
  void bmp_from_the_top_and_with_a_palette() throws IOException {
    var topDown = header(40, 1, -2, 24, 0, 0).putInt(0x0A141E).putInt(0x28323C);
    assertBytes(topDown, 10, 40, 20, 50, 30, 60);
    var palette = header(40, 3, 1, 1, 0, 8).putInt(0x0A141E).putInt(0x28323C).putInt(0x40);
    assertBytes(palette, 10, 40, 10, 20, 50, 20, 30, 60, 30);
  }

  @Test
  void run_length_coded_bmp_is_whole_or_refused() throws IOException {
    // Two rows from the bottom: a run of 3, the row's end; a run of 1, 2 as they are, both ends.
    byte[] runs = {3, 1, 0, 0, 1, 1, 2, 0, 0, 0, 0, 1};
    var header = header(40, 3, 2, 8, 1, 8).putInt(46, 2);
    header.putInt(54, 0x0A141E).putInt(58, 0x28323C);
    var whole = Arrays.copyOf(header.array(), 62 + runs.length);
    System.arraycopy(runs, 0, whole, 62, runs.length);
    int[] expected = {40, 10, 10, 40, 40, 40, 50, 20, 20, 50, 50, 50, 60, 30, 30, 60, 60, 60};

    for (int length = 63; length <= whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      if (length < 70) {
        assertThatThrownBy(() -> read(cut)).hasMessageContaining("truncated");
      } else {
        assertThat(bytes(read(cut))).as("%s bytes", length).containsExactly(expected);
      }
    }
  }

  @Test
  void transparent_index_of_a_gif_gives_alpha() throws IOException {
    var picture = read(gif(2, 1, 0, 0, 2, 1));
    assertThat(bytes(picture)).containsExactly(10, 40, 20, 50, 30, 60, 255, 0);
  }

  @Test
  void frame_of_a_gif_lies_on_its_screen() throws IOException {
    var picture = read(gif(3, 2, 1, 1, 2, 1));
    assertThat(picture).hasToString("Picture[4×2×3]");
    assertThat(bytes(picture))
        .containsExactly(
            0, 0, 0, 0, 10, 40, 0, 0, 0, 0, 20, 50, 0, 0, 0, 0, 30, 60, 0, 0, 0, 0, 255, 0);
    // One that reaches beyond the screen enlarges it.
    assertThat(read(gif(1, 1, 0, 0, 2, 1))).hasToString("Picture[4×1×2]");
  }

  @Test
  void grey_gif_is_grey() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 200);
    assertThat(bytes(read(ImageBytes.encode(image, "gif")))).containsExactly(0, 200);
  }

  /** Two colours, of which the second is transparent; the pixels are 0, 1. */
  private static byte[] gif(int width, int height, int left, int top, int columns, int rows) {
    var gif = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
    gif.putShort((short) width).putShort((short) height).put(new byte[] {(byte) 0x80, 0, 0});
    gif.put(new byte[] {10, 20, 30, 40, 50, 60});
    gif.put(new byte[] {0x21, (byte) 0xF9, 4, 1, 0, 0, 1, 0});
    gif.put((byte) ',').putShort((short) left).putShort((short) top);
    gif.putShort((short) columns).putShort((short) rows).put((byte) 0);
    // Codes of 3 bits: clear (4), 0, 1, end (5), from the lowest bit on.
    gif.put(new byte[] {2, 2, (byte) (4 | 0 << 3 | 1 << 6), (byte) (5 << 1), 0, ';'});
    return Arrays.copyOf(gif.array(), gif.position());
  }

  /**
   * @param behind bytes of masks or palette between the header and the pixels
   */
  private static ByteBuffer header(
      int size, int width, int height, int bits, int compression, int behind) {
    var bmp = ByteBuffer.allocate(14 + size + behind + 8).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0);
    bmp.putInt(14 + size + behind);
    bmp.putInt(size).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    bmp.putInt(compression);
    bmp.putInt(46, bits == 1 ? 2 : 0);
    return bmp.position(14 + size);
  }

  private static void assertBytes(ByteBuffer bmp, int... expected) throws IOException {
    assertThat(bytes(read(bmp.array()))).containsExactly(expected);
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
