package org.atelier.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.weights.TorchArchive.integer;
import static org.atelier.weights.TorchArchive.key;
import static org.atelier.weights.TorchArchive.tuple;
import static org.atelier.weights.TorchArchive.view;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip archives as PyTorch writes them, as they are packed again, and as an attacker would. */
class CheckpointArchiveTest {
  private static final String WEIGHTS =
      "}" + key("w") + view(12, integer(3), tuple(3, 2), tuple(1, 3)) + "s.";
  private static final Map<String, HostTensor> EXPECTED =
      Map.of("w", HostTensor.of(new Shape(3, 2), 3, 6, 4, 7, 5, 8));

  @TempDir Path folder;

  @Test
  void should_read_an_archive_that_was_packed_again_and_deflated() throws IOException {
    // Deflated entries have data descriptors here, which state their sizes after them.
    Path file = TorchArchive.withFloats(12).pickle(WEIGHTS).compressed().write(file());

    assertThat(PyTorchCheckpoint.read(file)).isEqualTo(EXPECTED);
  }

  @Test
  void should_read_an_archive_with_the_end_record_of_zip64() throws IOException {
    byte[] plain = TorchArchive.withFloats(12).pickle(WEIGHTS).bytes();

    assertThat(PyTorchCheckpoint.read(Files.write(file(), withZip64End(plain))))
        .isEqualTo(EXPECTED);
  }

  @Test
  void should_read_deflated_weights_that_are_mostly_zeros() throws IOException {
    String pickle = "}" + key("w") + view(1_000_000, integer(0), tuple(2), tuple(1)) + "s.";
    Path file = zeros(4_000_000, pickle);

    assertThat(Files.size(file)).isLessThan(10_000);
    assertThat(PyTorchCheckpoint.read(file))
        .isEqualTo(Map.of("w", HostTensor.of(new Shape(2), 0, 0)));
  }

  @Test
  void should_refuse_entries_that_inflate_to_far_more_than_the_file() throws IOException {
    Path bomb = zeros(50_000_000, "}.");

    assertThat(Files.size(bomb)).isLessThan(100_000);
    assertRefused(bomb, "zip bomb");
  }

  @Test
  void should_refuse_entries_that_inflate_to_more_than_they_say() throws IOException {
    byte[] bomb =
        Files.readAllBytes(
            zeros(50_000_000, "}" + key("w") + view(4, integer(0), ")", ")") + "s."));

    assertRefused(Files.write(file(), replace(bomb, 50_000_000, 16)), "'data/0' is damaged");
  }

  @Test
  void should_refuse_entries_that_share_their_bytes() throws IOException {
    byte[] plain = new TorchArchive().entry("data/0", new byte[10_000]).bytes();

    assertRefused(Files.write(file(), repeatCentralRecord(plain, 9)), "zip bomb");
  }

  @Test
  void should_refuse_names_that_were_made_to_collide() throws IOException {
    var archive = new TorchArchive().pickle("}.");
    for (int i = 0; i < 1 << 10; i++) {
      var name = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // of one hash code
      }
      archive.entry("data/" + name, new byte[0]);
    }

    assertRefused(archive.write(file()), "made to collide");
  }

  @Test
  void should_say_that_an_archive_is_damaged_whatever_byte_of_its_directory_is()
      throws IOException {
    byte[] plain = TorchArchive.withFloats(12).pickle(WEIGHTS).bytes();
    int directory = new String(plain, ISO_8859_1).indexOf("PK\1\2");

    for (int i = directory; i < plain.length; i++) {
      for (int flip : new int[] {1, 0x10, 0x80, 0xff}) {
        byte[] damaged = plain.clone();
        damaged[i] ^= (byte) flip;
        Path file = Files.write(file(), damaged);
        try {
          assertThat(PyTorchCheckpoint.read(file)).isEqualTo(EXPECTED);
        } catch (WeightsException e) {
          assertThat(e).hasMessageStartingWith(file + ": ");
        }
      }
    }
  }

  @Test
  void should_say_that_an_archive_is_truncated_wherever_it_is_cut() throws IOException {
    byte[] plain = TorchArchive.withFloats(12).pickle(WEIGHTS).bytes();

    for (int length = 1; length < plain.length; length++) {
      Path cut = Files.write(file(), Arrays.copyOf(plain, length));
      assertThatThrownBy(() -> PyTorchCheckpoint.read(cut))
          .isInstanceOf(WeightsException.class)
          .hasMessageStartingWith(cut + ": ");
    }
  }

  private Path file() {
    return folder.resolve("checkpoint.pth");
  }

  private Path zeros(int count, String pickle) throws IOException {
    return new TorchArchive()
        .entry("data/0", new byte[count])
        .pickle(pickle)
        .compressed()
        .write(file());
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  /** Replaces a number of 4 bytes wherever it is. */
  private static byte[] replace(byte[] bytes, int from, int to) {
    String text = new String(bytes, ISO_8859_1);
    return text.replace(integer(from).substring(1), integer(to).substring(1)).getBytes(ISO_8859_1);
  }

  /** The archive with its counts and offsets in the record for large archives. */
  private static byte[] withZip64End(byte[] zip) {
    int end = new String(zip, ISO_8859_1).lastIndexOf("PK\5\6");
    ByteBuffer old = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    var result =
        ByteBuffer.allocate(zip.length + 56 + 20).order(ByteOrder.LITTLE_ENDIAN).put(zip, 0, end);
    long entries = old.getShort(end + 10);
    result.put("PK\6\6".getBytes(ISO_8859_1)).putLong(44).putShort((short) 45);
    result.putShort((short) 45).putInt(0).putInt(0).putLong(entries).putLong(entries);
    result.putLong(old.getInt(end + 12)).putLong(old.getInt(end + 16));
    result.put("PK\6\7".getBytes(ISO_8859_1)).putInt(0).putLong(end).putInt(1);
    result.put("PK\5\6".getBytes(ISO_8859_1)).putShort((short) 0).putShort((short) 0);
    result.putShort((short) -1).putShort((short) -1).putInt(-1).putInt(-1).putShort((short) 0);
    return result.array();
  }

  /** A zip of one entry whose directory lists that entry again and again under other names. */
  private static byte[] repeatCentralRecord(byte[] zip, int times) {
    String text = new String(zip, ISO_8859_1);
    int directory = text.indexOf("PK\1\2");
    int end = text.indexOf("PK\5\6");
    String record = text.substring(directory, end);
    var result = new StringBuilder(text.substring(0, directory));
    for (int i = 0; i < times; i++) {
      result.append(record.replace("data/0", "data/" + i));
    }
    int size = result.length() - directory;
    String counts = "" + (char) times + "\0" + (char) times + "\0";
    String sizes = "" + (char) (size & 0xff) + (char) (size >> 8) + "\0\0";
    result.append(text, end, end + 8).append(counts).append(sizes).append(text.substring(end + 16));
    return result.toString().getBytes(ISO_8859_1);
  }
}
