package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {
  /** Tests run in the module's folder. */
  private static final Path README = Path.of("../README.md");

  private static final Path SNIPPETS = Path.of("src/test/java/org/atelier/cli/ReadmeSnippets.java");

  @Test
  void java_of_the_readme_compiles_and_is_short() throws IOException {
    String compiled = withoutIndent(Files.readString(SNIPPETS));

    List<String> snippets = snippets(Files.readString(README));

    assertThat(snippets).isNotEmpty();
    for (String snippet : snippets) {
      assertThat(compiled).contains(withoutIndent(snippet));
      assertThat(snippet.lines()).hasSizeLessThanOrEqualTo(15);
    }
  }

  @Test
  void java_of_the_guide_to_translation_compiles() throws IOException {
    List<String> snippets = snippets(Files.readString(Path.of("../docs/translation.md")));

    assertThat(snippets).hasSize(1);
    assertThat(withoutIndent(Files.readString(SNIPPETS))).contains(withoutIndent(snippets.get(0)));
  }

  @ParameterizedTest
  @MethodSource("guides")
  void commands_of_the_guides_have_existing_options(Path guide) throws IOException {
    List<List<String>> commands = commands(Files.readString(guide));

    for (List<String> command : commands) {
      assertThatCode(() -> Atelier.commandLine().parseArgs(command.toArray(String[]::new)))
          .as("./atelier %s", String.join(" ", command))
          .doesNotThrowAnyException();
    }
    // The guides to what a user types.
    if (Set.of("README.md", "gan.md", "vae.md", "translation.md")
        .contains(guide.getFileName().toString())) {
      assertThat(commands).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void links_of_the_guides_lead_somewhere(Path guide) throws IOException {
    Pattern.compile("]\\(([^)#:]+)\\)")
        .matcher(Files.readString(guide))
        .results()
        .map(match -> guide.resolveSibling(match.group(1)))
        .forEach(target -> assertThat(target).exists());
  }

  @Test
  void ci_runs_the_test_command_of_the_readme() throws IOException {
    assertThat(README).content().contains("```sh\nmvn verify\n```");
    assertThat(Path.of("../.ci/run")).content().endsWith("exec mvn -B verify\n");
  }

  @Test
  void java_of_the_guide_to_metrics_compiles() throws IOException {
    String guide = Files.readString(Path.of("../docs/extending.md"));
    String metrics = guide.substring(guide.indexOf("## Metrics"));

    List<String> snippets = snippets(metrics.substring(0, metrics.indexOf("\n## ")));

    assertThat(snippets).hasSize(1);
    assertThat(withoutIndent(Files.readString(SNIPPETS))).contains(withoutIndent(snippets.get(0)));
  }

  @Test
  void the_new_model_of_the_guide_is_that_of_the_example_project() throws IOException {
    String guide = Files.readString(Path.of("../docs/extending.md"));
    String project =
        Files.readString(Path.of("../examples/extending/src/main/java/com/example/MyGan.java"));

    assertThat(project).endsWith(snippets(guide).get(0));
  }

  private static List<String> snippets(String text) {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String withoutIndent(String text) {
    return text.replaceAll("(?m)^ +", "");
  }

  static List<Path> guides() throws IOException {
    var guides = new ArrayList<>(List.of(README, Path.of("../examples/README.md")));
    try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(guides::add);
    }
    return guides;
  }

  /** The arguments of the lines that start with ./atelier; an argument may be quoted. */
  private static List<List<String>> commands(String text) {
    return Pattern.compile("(?m)^ *\\./atelier ([^#\n]+)")
        .matcher(text)
        .results()
        .map(
            line ->
                Pattern.compile("\"([^\"]*)\"|(\\S+)")
                    .matcher(line.group(1))
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toList())
        .toList();
  }
}
