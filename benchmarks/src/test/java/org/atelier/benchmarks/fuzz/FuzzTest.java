package org.atelier.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FuzzTest {
  private static final Path CORPUS = Path.of("corpus");

  /** About 20 s for all targets together; benchmarks/fuzz runs more. */
  private static final int INPUTS = 1000;

  @TempDir private Path folder;

  private final StringWriter screen = new StringWriter();

  static Stream<String> targets() {
    return new FuzzTargets(Path.of(".")).names().stream();
  }

  @Test
  void no_reader_fails_but_as_documented() {
    int status = run("all", "--inputs", String.valueOf(INPUTS), "--out", "target/fuzz");

    assertThat(status).as(screen.toString()).isZero();
    assertThat(screen.toString().lines().filter(line -> line.contains("0 findings of 0 kinds")))
        .hasSameSizeAs(targets().toList());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void inputs_are_a_function_of_the_seed_and_their_number(String name) throws IOException {
    // The model of this one takes the engine, which no other needs here.
    if (name.equals("avq")) {
      return;
    }
    FuzzTarget target = new FuzzTargets(folder).named(name);
    Inputs inputs = Inputs.of(target, CORPUS, 1);
    Inputs again = Inputs.of(target, CORPUS, 1);
    Inputs others = Inputs.of(target, CORPUS, 2);
    int different = 0;
    for (int i = 100; i < 150; i++) {
      assertThat(again.input(i)).isEqualTo(inputs.input(i));
      different += Arrays.equals(others.input(i), inputs.input(i)) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "pth-zip", "wav", "jpeg", "safetensors", "pth-legacy"})
  void parts_of_a_file_join_to_an_equal_one(String name) throws IOException {
    FuzzTarget target = new FuzzTargets(folder).named(name);
    Parts format = ((PartsMutator) target.mutator()).format();
    try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
      for (Path file : files.toList()) {
        byte[] joined = format.join(format.split(Files.readAllBytes(file)));
        assertThat(format.join(format.split(joined))).as(file.toString()).isEqualTo(joined);
      }
    }
  }

  @Test
  void a_reader_that_says_nothing_to_a_user_is_found() {
    var target = new FuzzTarget("a", (a, b, c) -> a, Set.of(IOException.class), input -> {});
    byte[] input = "with null".getBytes(StandardCharsets.US_ASCII);
    assertThat(Verdict.problem(target, new byte[0], new IOException("not a PNG"))).isEmpty();
    assertThat(Verdict.problem(target, new byte[0], new IllegalStateException("not a PNG")))
        .contains("not documented");
    assertThat(Verdict.problem(target, new byte[0], new OutOfMemoryError("heap")))
        .contains("not documented");
    assertThat(Verdict.problem(target, new byte[0], new IOException())).contains("no message");
    assertThat(Verdict.problem(target, new byte[0], new IOException("bad (null)")))
        .contains("\"null\" in its message");
    assertThat(Verdict.problem(target, input, new IOException("it has null"))).isEmpty();
    for (String name : new String[] {"java.util.List", "EOFException", "[B@1f2e"}) {
      assertThat(Verdict.problem(target, input, new IOException("bad: " + name))).isPresent();
    }
    assertThat(Verdict.problem(target, input, new IOException("x".repeat(3000)))).isPresent();
  }

  @Test
  void a_finding_is_told_once_with_the_command_that_shows_it_again() throws IOException {
    var findings = new Findings("png", 3, folder, new PrintWriter(screen));
    for (int i = 7; i < 9; i++) {
      findings.add(i, new byte[] {1, 2}, "no message", new IOException());
    }
    assertThat(findings.count()).isEqualTo(2);
    assertThat(findings.kinds()).isEqualTo(1);
    assertThat(screen.toString())
        .containsOnlyOnce("FINDING")
        .contains("benchmarks/fuzz png --seed 3 --first 7 --inputs 1");
    assertThat(folder.resolve("png/seed-3-input-7")).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void wrong_usage_ends_with_2() {
    assertThat(run("nothing")).isEqualTo(2);
    assertThat(screen.toString()).contains("There is no target 'nothing'; expected all or one of");
    assertThat(run()).isEqualTo(2);
    assertThat(run("png", "--inputs", "0")).isEqualTo(2);
    assertThat(run("png", "--seconds", "NaN")).isEqualTo(2);
    assertThat(run("png", "wav", "--first", "3")).isEqualTo(2);
  }

  private int run(String... arguments) {
    var command = new CommandLine(new Fuzz());
    command.setOverwrittenOptionsAllowed(true);
    command.setOut(new PrintWriter(screen, true));
    command.setErr(new PrintWriter(screen, true));
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--corpus", CORPUS.toString()));
    return command.execute(all.toArray(String[]::new));
  }
}
