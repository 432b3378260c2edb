package org.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What examples promise: to be short, to use the public API alone, and to be listed. */
class ExampleMainTest {
  private static final Path SOURCES = Path.of("src/main/java/org/atelier/examples");
  private static final int MOST_LINES = 70;

  private static Stream<String> names() {
    return ExampleMain.all().stream().map(ExampleMain::name);
  }

  private static Path source(String name) {
    return SOURCES.resolve(name + ".java");
  }

  private static ExampleMain example(String name) {
    return ExampleMain.all().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("names")
  void an_example_is_short(String name) throws IOException {
    assertThat(Files.readAllLines(source(name))).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @ParameterizedTest
  @MethodSource("names")
  void an_example_uses_the_library_and_not_the_command_line(String name) throws IOException {
    assertThat(Files.readString(source(name)))
        .doesNotContain("org.atelier.cli", "picocli", "System.exit");
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_javadoc_begins_with_the_question(String name) throws IOException {
    String text = Files.readString(source(name)).replaceAll("\\s*\\n \\* ", " ");

    assertThat(text).contains("/** " + example(name).question());
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_readme_lists_the_example_with_its_question(String name) throws IOException {
    String row =
        "| [%s](src/main/java/org/atelier/examples/%s.java) | %s | `./atelier example %s"
            .formatted(name, name, example(name).question(), name);

    assertThat(Files.readAllLines(Path.of("README.md")))
        .anySatisfy(line -> assertThat(line).startsWith(row));
  }

  @Test
  void all_mains_are_listed() throws IOException {
    List<String> mains;
    try (Stream<Path> files = Files.list(SOURCES)) {
      mains =
          files
              .filter(ExampleMainTest::hasMain)
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .toList();
    }

    assertThat(names().toList()).hasSize(14).containsExactlyInAnyOrderElementsOf(mains);
  }

  private static boolean hasMain(Path file) {
    try {
      return Files.readString(file).contains("public static void main(");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
