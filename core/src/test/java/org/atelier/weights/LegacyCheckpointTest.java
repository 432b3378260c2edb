package org.atelier.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of PyTorch before 1.6, as Python 2 and PyTorch 0.3 and older wrote them. */
class LegacyCheckpointTest {
  private static final String MAGIC = "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
  private static final String MACHINE = "\u0080\2}U\rlittle_endian\u0088s.";
  private static final String KEYS = "\u0080\2]U\1" + "7a.";

  @TempDir Path folder;

  @Test
  void should_read_a_state_dict_of_Python_2() throws IOException {
    // An OrderedDict of a list of lists, by byte strings, with metadata.
    String content =
        "\u0080\2ccollections\nOrderedDict\n]]U\1wa"
            + tensor("_v2", "cuda:0", "N", "\u0089N")
            + "aa\u0085R}U\t_metadata]sb.";

    assertThat(read(MAGIC, content)).isEqualTo(expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "(U\1kK\0K\6t"})
  void should_read_a_tensor_of_PyTorch_0_3_with_or_without_a_range(String range)
      throws IOException {
    assertThat(read(MAGIC, "\u0080\2}U\1w" + tensor("", "cpu", range, "") + "s."))
        .isEqualTo(expected());
  }

  @Test
  void should_read_a_range_from_its_own_beginning() throws IOException {
    // The range begins at element 2; offset 1 of it is element 3.
    String ranged =
        tensor("", "cpu", "(U\1kK\2K\3t", "")
            .replace("K\1K\2K\2\u0086K\1K\2\u0086", "K\1K\2\u0085K\1\u0085");

    assertThat(read(MAGIC, "\u0080\2}U\1w" + ranged + "s."))
        .isEqualTo(Map.of("w", HostTensor.of(new Shape(2), 3, 4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MAGIC,
        "\u0080\3\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.",
        "\u0080\4\u0095\r\0\0\0\0\0\0\0\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.",
        "L119547037146038801333356L\n.",
        "L119547037146038801333356\n."
      })
  void should_know_the_format_by_its_magic_number_in_any_protocol(String magic) throws IOException {
    assertThat(read(magic, "\u0080\2}U\1w" + tensor("_v2", "cpu", "", "\u0089N") + "s."))
        .isEqualTo(expected());
  }

  @Test
  void should_read_a_whole_model_whose_classes_come_with_their_source() throws IOException {
    String model =
        "((U\6modulecmy\nNet\nU\6net.pyU\7class 0tQo}U\13_parameters}U\1w"
            + tensor("_v2", "cpu", "N", "\u0089N")
            + "ssb";

    assertThat(read(MAGIC, "\u0080\2" + model + ".")).isEqualTo(expected());
  }

  private static Map<String, HostTensor> expected() {
    return Map.of("w", HostTensor.of(new Shape(2, 2), 1, 3, 2, 4));
  }

  /** A transposed 2×2 view of a storage of 6 floats, from element 1 on. */
  private static String tensor(String version, String location, String range, String rest) {
    return "ctorch._utils\n_rebuild_tensor"
        + version
        + "\n((U\7storagectorch\nFloatStorage\nU\1"
        + "7U"
        + (char) location.length()
        + location
        + "K\6"
        + range
        + "tQK\1K\2K\2\u0086K\1K\2\u0086"
        + rest
        + "tR";
  }

  private Map<String, HostTensor> read(String magic, String content) throws IOException {
    return PyTorchCheckpoint.read(write(magic, content, KEYS));
  }

  private Path write(String magic, String content, String keys) throws IOException {
    String pickles = magic + "\u0080\2M\u00e9\3." + MACHINE + content + keys;
    var elements = ByteBuffer.allocate(8 + 24).order(ByteOrder.LITTLE_ENDIAN).putLong(6);
    for (int i = 0; i < 6; i++) {
      elements.putFloat(i);
    }
    return Files.write(
        folder.resolve("legacy.pth"),
        (pickles + new String(elements.array(), ISO_8859_1)).getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "]q\0h\0a.", // a list that holds itself
        "])\u0085\u0085\u0085a.",
        "](ia\nB\na.",
        "]}a.",
        "]U\1" + "8a.",
        "]K\7a.",
        "]Na."
      })
  void should_refuse_keys_of_storages_that_are_none(String keys) throws IOException {
    Path file =
        write(MAGIC, "\u0080\2}U\1w" + tensor("", "cpu", "N", "") + "s.", "\u0080\2" + keys);
    if (keys.equals("]K\7a.")) {
      assertThat(PyTorchCheckpoint.read(file)).as("7 as a number").isEqualTo(expected());
    } else {
      assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("has a storage that no tensor uses");
    }
  }

  @Test
  void should_say_that_a_storage_is_missing() throws IOException {
    Path file = write(MAGIC, "\u0080\2}U\1w" + tensor("", "cpu", "N", "") + "s.", "\u0080\2].");

    assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("storage '7' is missing");
  }
}
