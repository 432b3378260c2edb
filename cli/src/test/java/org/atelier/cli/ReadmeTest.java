package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
}
