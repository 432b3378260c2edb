package org.atelier.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.weights.TorchArchive.integer;
import static org.atelier.weights.TorchArchive.view;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pickles that would take a naive reader gigabytes, hours or all of its stack. Each must be read or
 * refused in a sentence; the time limit is only against those without an end.
 */
class HostileCheckpointTest {
  private static final int MILLION = 1_000_000;

  @TempDir Path folder;

  static Stream<Arguments> pickles() {
    return Stream.of(
        // Values without number.
        pickle("empty dictionaries", () -> "(" + "}".repeat(5 * MILLION / 2) + "l."),
        pickle("empty sets", () -> "(" + "\u008f".repeat(5 * MILLION / 2) + "l."),
        pickle("empty tuples", () -> "(" + ")".repeat(5 * MILLION / 2) + "l."),
        pickle("objects", () -> "ca\nB\nq\0(" + "h\0)R".repeat(MILLION / 2) + "l."),
        pickle("dictionaries of one item", () -> "(" + "}NNs".repeat(MILLION) + "l."),
        pickle("marks", () -> "(".repeat(5 * MILLION / 2) + "."),
        pickle("a value again and again", () -> "}" + "2".repeat(6 * MILLION) + "."),
        pickle(
            "a memo of distant places",
            () -> "N" + each(MILLION, i -> "r" + integer(i << 11).substring(1)) + "."),
        pickle("a list of itself", () -> "]q\0" + "h\0a".repeat(2 * MILLION) + "."),
        pickle(
            "copies of a set",
            () ->
                "cbuiltins\nset\nq\0("
                    + "N".repeat(MILLION)
                    + "lq\1\u0085q\2"
                    + "h\0h\2R".repeat(MILLION)
                    + "."),
        pickle(
            "copies of a shape",
            () ->
                "ctorch\nSize\nq\0("
                    + "N".repeat(MILLION)
                    + "lq\1\u0085q\2"
                    + "h\0h\2R".repeat(MILLION)
                    + "."),
        // Nesting without an end.
        pickle("nested lists", () -> "]".repeat(MILLION) + "a".repeat(MILLION - 1) + "."),
        pickle("nested tuples", () -> ")" + "\u0085".repeat(MILLION) + "."),
        pickle("a nested tuple as a key", () -> "})" + "\u0085".repeat(MILLION) + "Ns."),
        pickle(
            "nested objects",
            () ->
                "ca\nB\nq\0" + "h\0".repeat(MILLION) + ")" + "R\u0085".repeat(MILLION - 1) + "R."),
        pickle("calls of calls", () -> "ca\nB\n" + ")R".repeat(MILLION) + "."),
        pickle("nested types of tensors", () -> nestedTypes(100_000)),
        // Texts and numbers that are slow to read.
        pickle("an integer of millions of digits", () -> "I" + "9".repeat(3 * MILLION) + "\n."),
        pickle("a long of millions of digits", () -> "L" + "9".repeat(3 * MILLION) + "L\n."),
        pickle(
            "a long of millions of bytes",
            () -> "\u008b" + integer(3 * MILLION).substring(1) + "\177".repeat(3 * MILLION) + "."),
        pickle("a float of millions of digits", () -> "F" + "9".repeat(3 * MILLION) + "\n."),
        pickle("a text of millions of escapes", () -> "S'" + "\\x41".repeat(2 * MILLION) + "'\n."),
        // Keys of one hash code, of one type and of several.
        pickle("colliding texts", () -> dictionary(80_000, i -> "U\46" + collidingText(i, 19))),
        pickle(
            "colliding longs",
            () ->
                dictionary(
                    80_000, i -> "\u008a\10" + integer(i).substring(1) + integer(i).substring(1))),
        pickle(
            "colliding floats", () -> dictionary(80_000, i -> "G" + bigEndian(i) + bigEndian(i))),
        pickle(
            "colliding keys of several types",
            () ->
                dictionary(
                    80_000,
                    i ->
                        i % 2 == 0
                            ? "G" + bigEndian(i) + bigEndian(i)
                            : "\u008a\14"
                                + integer(i).substring(1)
                                + integer(31 * i).substring(1)
                                + "\1\0\0\0")),
        pickle(
            "colliding tuples",
            () -> dictionary(50_000, i -> "U\46" + collidingText(i, 19) + "\u0085")),
        pickle(
            "long integers as keys",
            () ->
                dictionary(60_000, i -> "\u008a\377" + integer(i).substring(1) + "\1".repeat(251))),
        pickle("objects as keys", () -> "ca\nB\nq\0" + dictionary(80_000, i -> "h\0)R")),
        pickle(
            "two long keys in turn",
            () ->
                "(U\377"
                    + "k".repeat(255)
                    + "q\0"
                    + "U\377"
                    + "k".repeat(254)
                    + "jq\1"
                    + "l0}("
                    + "h\0Nh\1N".repeat(MILLION / 4)
                    + "u."),
        // Tensors.
        pickle(
            "a tensor of names without number",
            () -> view(4, "K\0", ")", ")") + "q\0" + dictionary(100_000, i -> integer(i), "h\0")),
        pickle(
            "a shape of a million dimensions",
            () -> view(4, "K\0", "(" + "K\1".repeat(MILLION) + "t", ")") + "."),
        pickle("tensors that contain each other", () -> laughs(view(4, "K\0", ")", ")"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pickles")
  void should_read_a_pickle_or_refuse_it_in_a_sentence(String name, Supplier<String> pickle)
      throws IOException {
    Path file =
        TorchArchive.withFloats(4).pickle(pickle.get()).write(folder.resolve("hostile.pth"));

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          try {
            PyTorchCheckpoint.read(file);
          } catch (WeightsException e) {
            assertThat(e.getMessage()).startsWith(file + ": ").hasSizeLessThan(3000);
            assertThat(e.getCause() instanceof Error).isFalse();
          }
        });
  }

  private static Arguments pickle(String name, Supplier<String> program) {
    Supplier<String> whole = () -> "\u0080\2" + program.get();
    return Arguments.of(name, whole);
  }

  private static String each(int count, IntFunction<String> text) {
    var all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(text.apply(i));
    }
    return all.toString();
  }

  private static String dictionary(int count, IntFunction<String> key) {
    return dictionary(count, key, "N");
  }

  private static String dictionary(int count, IntFunction<String> key, String value) {
    return "}(" + each(count, i -> key.apply(i) + value) + "u.";
  }

  /** One of many texts of the same hash code. */
  private static String collidingText(int number, int pairs) {
    var text = new StringBuilder();
    for (int bit = 0; bit < pairs; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static String bigEndian(int value) {
    return new StringBuilder(integer(value).substring(1)).reverse().toString();
  }

  private static String nestedTypes(int depth) {
    String begin = "ctorch._tensor\n_rebuild_from_type\n";
    return begin
        + "q\0"
        + "(h\0h\0N".repeat(0)
        + "(h\0".repeat(depth)
        + ")"
        + "NNt".repeat(depth)
        + "R.";
  }

  private static String laughs(String tensor) {
    var program = new StringBuilder(tensor + "q\0");
    for (int level = 1; level < 60; level++) {
      char before = (char) (level - 1);
      program.append("}q").append((char) level).append("(U\1ah").append(before);
      program.append("U\1bh").append(before).append("u");
    }
    return new String(program.append('.').toString().getBytes(ISO_8859_1), ISO_8859_1);
  }
}
