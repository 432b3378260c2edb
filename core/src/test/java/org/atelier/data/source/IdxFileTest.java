package org.atelier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  @Test
  void plain_and_gzip_files_give_the_same_pictures(@TempDir Path folder) throws IOException {
    byte[] bytes = idx(new int[] {2, 3, 2}, 12);
    Path plain = Files.write(folder.resolve("plain"), bytes);
    Path packed = Files.write(folder.resolve("packed.gz"), gzip(bytes));

    var pictures = IdxPictures.of(IdxFile.read(plain));
    assertThat(IdxPictures.of(IdxFile.read(packed)).fingerprint())
        .isEqualTo(pictures.fingerprint());
    assertThat(pictures.size()).isEqualTo(2);
    var second = pictures.picture(1);
    assertThat(second.channels()).isEqualTo(1);
    assertThat(second.height()).isEqualTo(3);
    assertThat(second.width()).isEqualTo(2);
    assertThat(second.values()[0]).isEqualTo(6 / 127.5f - 1);
  }

  @Test
  void labels_are_unsigned() throws IOException {
    var bytes = idx(new int[] {3}, 3);
    bytes[bytes.length - 1] = (byte) 200;
    assertThat(read(bytes).toLabels()).containsExactly(0, 1, 200);
  }

  @Test
  void every_truncation_is_refused_in_words() {
    byte[] bytes = idx(new int[] {2, 3, 2}, 12);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("test.idx is truncated: expected");
    }
    byte[] packed = gzip(bytes);
    for (int length = 2; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_wrong_header_is_refused_in_words() {
    assertRefused("not an IDX file", bytes -> bytes[0] = 'P');
    assertRefused("only unsigned bytes", bytes -> bytes[2] = 13);
    assertRefused("Expected 1 to 8 dimensions", bytes -> bytes[3] = 0);
    assertRefused("Expected 1 to 8 dimensions", bytes -> bytes[3] = -1);
  }

  @Test
  void dimensions_that_lie_are_refused_in_words() {
    assertRefused("has trailing bytes after the 6 values", bytes -> bytes[7] = 1);
    assertRefused("expected 18 bytes for the values [3, 3, 2], but found 12", b -> b[7] = 3);
    assertRefused("Dimension 0 of test.idx must be", bytes -> bytes[7] = 0);
    assertRefused("Dimension 0 of test.idx must be", bytes -> bytes[4] = -1);
    // Five dimensions of 2^31 - 1 would overflow a long if they were multiplied before a check.
    byte[] huge = idx(new int[] {1 << 30, 1 << 30, 1 << 30, 1 << 30, 1 << 30}, 0);
    assertThatThrownBy(() -> read(huge)).hasMessageContaining("declares more than");
  }

  @Test
  void a_gzip_bomb_is_not_unpacked() {
    byte[] honest = gzip(idx(new int[] {1 << 22}, 1 << 22));
    assertThatThrownBy(() -> IdxFile.read(new ByteArrayInputStream(honest), "bomb", 1 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 1048576 bytes");
    byte[] lying = gzip(idx(new int[] {1}, 1 << 22));
    assertThatThrownBy(() -> IdxFile.read(new ByteArrayInputStream(lying), "bomb", 1 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has trailing bytes after the 1 values");
  }

  @Test
  void pictures_and_labels_are_not_confused() throws IOException {
    var labels = read(idx(new int[] {3}, 3));
    var pictures = read(idx(new int[] {1, 3, 1}, 3));
    assertThatThrownBy(() -> IdxPictures.of(labels)).hasMessageContaining("of three dimensions");
    assertThatThrownBy(pictures::toLabels).hasMessageContaining("of one dimension");
  }

  private static void assertRefused(String message, Consumer<byte[]> damage) {
    byte[] bytes = idx(new int[] {2, 3, 2}, 12);
    damage.accept(bytes);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static IdxFile read(byte[] bytes) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(bytes), "test.idx", IdxFile.DEFAULT_MAX_BYTES);
  }

  static byte[] idx(int[] dimensions, int count) {
    var buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + count);
    buffer.put(new byte[] {0, 0, 8, (byte) dimensions.length});
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    for (int i = 0; i < count; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
