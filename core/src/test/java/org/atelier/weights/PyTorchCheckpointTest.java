package org.atelier.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.atelier.weights.TorchArchive.integer;
import static org.atelier.weights.TorchArchive.key;
import static org.atelier.weights.TorchArchive.tuple;
import static org.atelier.weights.TorchArchive.view;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyTorchCheckpointTest {
  @TempDir Path folder;

  @ParameterizedTest
  @GoldenCases(family = "formats")
  void should_read_every_container_of_a_state_dict(Golden golden) throws IOException {
    Map<String, HostTensor> weights = golden.weights();

    assertThat(weights)
        .hasSize(
            golden
                .description()
                .getAsJsonObject("state_dicts")
                .getAsJsonObject("weights")
                .get("keys")
                .getAsInt());
    assertThat(read(golden, "parameters")).isEqualTo(weights);
    assertThat(read(golden, "shared_storage_and_strides")).isEqualTo(weights);
    assertThat(read(golden, "data_parallel")).isEqualTo(renamed(weights, k -> "module." + k));
    assertThat(read(golden, "params")).isEqualTo(renamed(weights, k -> "params." + k));
    assertThat(read(golden, "params_and_params_ema"))
        .hasSize(2 * weights.size())
        .containsAllEntriesOf(renamed(weights, k -> "params_ema." + k));
    assertThat(read(golden, "training_state"))
        .containsAllEntriesOf(renamed(weights, k -> "model." + k))
        .containsKey("optimizer.state.0.exp_avg");
  }

  @ParameterizedTest
  @GoldenCases(family = "formats")
  void should_read_every_precision(Golden golden) throws IOException {
    check(golden, "double", DataType.FLOAT64, 0);
    check(golden, "half", DataType.FLOAT16, 1e-3);
    check(golden, "bfloat16", DataType.BFLOAT16, 8e-3);
  }

  private static void check(Golden golden, String format, DataType type, double relative)
      throws IOException {
    var tensors = read(golden, format);

    assertThat(tensors.keySet()).isEqualTo(golden.weights().keySet());
    tensors.forEach(
        (name, tensor) -> {
          HostTensor expected = golden.weights().get(name);
          assertThat(tensor.shape()).isEqualTo(expected.shape());
          if (expected.type() == DataType.FLOAT32) {
            assertThat(tensor.type()).isEqualTo(type);
          }
          double[] values = expected.toDoubles();
          for (int i = 0; i < values.length; i++) {
            assertThat(tensor.toDoubles()[i])
                .isCloseTo(values[i], within(relative * Math.abs(values[i]) + 1e-7 * relative));
          }
        });
  }

  @ParameterizedTest
  @GoldenCases(family = "formats")
  void should_read_the_format_before_zip(Golden golden) throws IOException {
    assertThat(read(golden, "legacy")).isEqualTo(golden.weights());
    assertThat(read(golden, "legacy_protocol2_wrapped_state_dict").values())
        .containsExactlyElementsOf(golden.weights().values());
  }

  @ParameterizedTest
  @GoldenCases(family = "formats")
  void should_refuse_the_format_before_zip_where_it_is_cut_short_or_damaged(Golden golden)
      throws IOException {
    byte[] whole = Files.readAllBytes(golden.path("format_legacy.pth"));
    for (int length : new int[] {14, 40, 400, whole.length / 2, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PyTorchCheckpoint.read(cut)).isInstanceOf(WeightsException.class);
    }
  }

  @Test
  void should_refuse_other_formats_by_their_name() throws IOException {
    var tar = new byte[600];
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
    Golden golden = Golden.all("formats", "", "").get(0);

    assertRefused(Files.write(folder.resolve("tar"), tar), "tar archive");
    assertRefused(golden.path("format_safetensors.safetensors"), "Safetensors.read");
    assertRefused(Files.write(folder.resolve("empty"), new byte[0]), "the file is empty");
    assertRefused(Files.write(folder.resolve("text"), new byte[] {60, 104}), "another format");
    assertRefused(
        Files.write(folder.resolve("pickle"), "\u0080\2}.".getBytes(ISO_8859_1)),
        "without the container");
    assertRefused(
        new TorchArchive().entry("x", new byte[1]).write(folder.resolve("zip")), "found 0");
    assertRefused(
        new TorchArchive()
            .pickle("}.")
            .entry("constants.pkl", new byte[0])
            .compressed()
            .write(file()),
        "TorchScript program");
    assertRefused(
        new TorchArchive()
            .pickle("}.")
            .entry("byteorder", "big".getBytes(ISO_8859_1))
            .write(file()),
        "big-endian");
  }

  @ParameterizedTest
  @CsvSource({
    "GLOBAL,posix.system",
    "STACK_GLOBAL,os.system",
    "INST,posix.system",
    "BUILTIN,builtins.eval"
  })
  void should_refuse_a_pickle_that_would_run_a_command_and_not_run_it(String how, String named)
      throws IOException {
    Path proof = folder.resolve("ran");
    String command = key("touch " + proof);
    String program =
        switch (how) {
          case "GLOBAL" -> "\u0080\2cposix\nsystem\n(" + command + "tR.";
          case "STACK_GLOBAL" ->
              "\u0080\4" + key("os") + key("system") + "\u0093(" + command + "tR.";
          case "INST" -> "\u0080\2(" + command + "iposix\nsystem\n.";
          default -> "\u0080\2cbuiltins\neval\n(" + command + "tR.";
        };

    assertRefused(new TorchArchive().pickle(program).write(file()), "'" + named + "'");
    assertThat(proof).doesNotExist();
  }

  @Test
  void should_copy_a_strided_view_into_row_major_order() throws IOException {
    // Rows 1 and 2 of a 4×3 matrix, transposed.
    Path file = floats(12, view(12, integer(3), tuple(3, 2), tuple(1, 3)));

    assertThat(PyTorchCheckpoint.read(file))
        .containsOnly(Map.entry("w", HostTensor.of(new Shape(3, 2), 3, 6, 4, 7, 5, 8)));
  }

  @Test
  void should_read_scalars_empty_tensors_and_small_expansions() throws IOException {
    assertThat(PyTorchCheckpoint.read(floats(3, view(3, integer(2), ")", ")"))))
        .containsEntry("w", HostTensor.of(new Shape(), 2));
    assertThat(PyTorchCheckpoint.read(floats(3, view(3, integer(9), tuple(0, 4), tuple(4, 1)))))
        .containsEntry("w", HostTensor.of(new Shape(0, 4)));
    assertThat(PyTorchCheckpoint.read(floats(3, view(3, integer(1), tuple(3), tuple(0)))))
        .containsEntry("w", HostTensor.of(new Shape(3), 1, 1, 1));
  }

  @Test
  void should_refuse_views_outside_of_their_storage() throws IOException {
    int huge = Integer.MAX_VALUE;
    String beyond = "\u008a\10\377\377\377\377\377\377\377\177"; // the largest long

    assertRefused(floats(4, view(4, integer(1), tuple(4), tuple(1))), "reaches to element 5");
    assertRefused(floats(4, view(4, integer(0), tuple(2, 2), tuple(3, 1))), "reaches");
    assertRefused(floats(4, view(4, integer(-1), tuple(2), tuple(1))), "negative");
    assertRefused(floats(4, view(4, integer(3), tuple(2), tuple(-1))), "negative");
    assertRefused(floats(4, view(4, integer(0), tuple(-2), tuple(1))), "0 or more");
    assertRefused(floats(4, view(4, integer(0), tuple(2, 2), tuple(1))), "2 dimensions");
    assertRefused(floats(4, view(4, beyond, tuple(2), tuple(1))), "too large");
    assertRefused(
        floats(4, view(4, integer(0), tuple(huge, huge, huge), tuple(0, 0, 0))), "Too large");
    assertRefused(floats(4, view(5, integer(0), tuple(4), tuple(1))), "16 bytes for 5 elements");
    assertRefused(
        new TorchArchive()
            .pickle("}" + key("w") + view(4, integer(0), ")", ")") + "s.")
            .write(file()),
        "'data/0' is missing");
  }

  @Test
  void should_refuse_expansions_that_would_fill_the_memory() throws IOException {
    assertRefused(
        floats(1, view(1, integer(0), tuple(2_000_000_000), tuple(0))), "smaller than 2 GB");
    assertRefused(floats(1, view(1, integer(0), tuple(500_000_000), tuple(0))), "much more memory");
  }

  @Test
  void should_refuse_dictionaries_that_contain_each_other_without_an_end() throws IOException {
    assertRefused(
        new TorchArchive().pickle("}q\0" + key("a") + "h\0s.").write(file()), "no named tensor");

    var laughs = new StringBuilder("}q\0");
    for (int level = 1; level < 40; level++) {
      char before = (char) (level - 1);
      laughs.append("}q").append((char) level);
      laughs.append("(").append(key("a")).append("h").append(before);
      laughs.append(key("b")).append("h").append(before).append("u");
    }
    assertRefused(new TorchArchive().pickle(laughs + ".").write(file()), "contain each other");
  }

  @Test
  void should_refuse_pickles_that_make_no_sense() throws IOException {
    assertRefused(new TorchArchive().pickle("").write(file()), "ends in the middle");
    assertRefused(new TorchArchive().pickle(".").write(file()), "empty stack");
    assertRefused(new TorchArchive().pickle("h\1.").write(file()), "never stored");
    assertRefused(new TorchArchive().pickle("t.").write(file()), "never opened");
    assertRefused(new TorchArchive().pickle("(".repeat(11_000)).write(file()), "nested deeper");
    assertRefused(new TorchArchive().pickle("}]K\1s.").write(file()), "as a dictionary key");
    assertRefused(new TorchArchive().pickle("K\1K\2R.").write(file()), "a tuple is expected");
    assertRefused(
        new TorchArchive().pickle("K\1}b.").write(file()), "sets attributes of an integer");
    assertRefused(new TorchArchive().pickle("K\1K\2a.").write(file()), "appends to an integer");
    assertRefused(new TorchArchive().pickle("]K\1K\2s.").write(file()), "sets items of a list");
    assertRefused(new TorchArchive().pickle("\u0082\1.").write(file()), "extension registry");
    assertRefused(new TorchArchive().pickle("P1\n.").write(file()), "by a text");
    assertRefused(new TorchArchive().pickle("\u0097.").write(file()), "buffers outside");
    assertRefused(new TorchArchive().pickle("\u0080\6.").write(file()), "protocol 6");
    assertRefused(new TorchArchive().pickle("\u00ff.").write(file()), "no pickle instruction");
    assertRefused(new TorchArchive().pickle("(o.").write(file()), "of no class");
    assertRefused(new TorchArchive().pickle("}.").write(file()), "no named tensor");
    assertRefused(
        new TorchArchive().pickle("X\377\377\377\177abc.").write(file()), "ends in the middle");
    String tensor = view(2, integer(0), ")", ")");
    assertRefused(
        TorchArchive.withFloats(2)
            .pickle("}(" + key("a.b") + tensor + key("a") + "}" + key("b") + tensor + "su.")
            .write(file()),
        "two tensors 'a.b'");
  }

  @Test
  void should_refuse_a_damaged_or_shortened_archive() throws IOException {
    byte[] whole =
        Files.readAllBytes(Golden.all("formats", "", "").get(0).path("format_params.pth"));
    Path file = file();
    var random = new Random(1);

    for (int i = 0; i < 100; i++) {
      Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThatThrownBy(() -> PyTorchCheckpoint.read(file)).isInstanceOf(WeightsException.class);
    }
    byte[] flipped = whole.clone();
    flipped[100] ^= 4; // inside data.pkl
    assertRefused(Files.write(file, flipped), "wrong checksum");
  }

  @Test
  void should_answer_any_flipped_bit_of_a_pickle_in_words_or_with_tensors() throws IOException {
    String good = "}" + key("w") + view(12, integer(3), tuple(3, 2), tuple(1, 3)) + "s.";
    Path file = file();

    for (int bit = 0; bit < 8 * good.length(); bit++) {
      byte[] pickle = good.getBytes(ISO_8859_1);
      pickle[bit / 8] ^= (byte) (1 << bit % 8);
      TorchArchive.withFloats(12).pickle(pickle).write(file);
      try {
        PyTorchCheckpoint.read(file);
      } catch (WeightsException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  private Path file() {
    return folder.resolve("checkpoint.pth");
  }

  /** A checkpoint {"w": view} with a storage of floats 0, 1, 2, …. */
  private Path floats(int count, String view) throws IOException {
    return TorchArchive.withFloats(count).pickle("}" + key("w") + view + "s.").write(file());
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  private static Map<String, HostTensor> read(Golden golden, String format) throws IOException {
    return PyTorchCheckpoint.read(golden.path("format_" + format + ".pth"));
  }

  private static Map<String, HostTensor> renamed(
      Map<String, HostTensor> tensors, UnaryOperator<String> rename) {
    var result = new LinkedHashMap<String, HostTensor>();
    tensors.forEach((name, tensor) -> result.put(rename.apply(name), tensor));
    return result;
  }
}
