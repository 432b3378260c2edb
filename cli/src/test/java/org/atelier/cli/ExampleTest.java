package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.examples.ExampleMain;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTest {
  @TempDir Path temp;

  @Test
  void lists_every_example_with_its_question() {
    var list = atelier("example");

    assertThat(list.code()).isZero();
    assertThat(list.err()).isEmpty();
    for (ExampleMain example : ExampleMain.all()) {
      assertThat(list.out()).containsPattern(example.name() + " +" + quoted(example.question()));
    }
  }

  private static String quoted(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void runs_an_example_with_its_arguments() throws Exception {
    Path run = temp.resolve("run");

    var example = atelier("example", "OwnLayer", run, 1);

    assertThat(example.err()).isEmpty();
    assertThat(example.code()).isZero();
    assertThat(Files.readAllLines(run.resolve("losses.csv"))).hasSize(1 + 1);
    assertThat(Pictures.read(run.resolve("samples.png")).width()).isPositive();
  }

  @Test
  void an_unknown_name_is_answered_with_near_ones() {
    var mistyped = atelier("example", "OwnModle");

    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err())
        .hasLineCount(1)
        .contains("There is no example OwnModle; did you mean OwnModel");
    assertThat(atelier("example", "predictor").err()).contains("did you mean UseAsPredictor?");
    assertThat(atelier("example", "xyz").err())
        .contains("There is no example xyz; ./atelier example lists them");
  }

  @Test
  void upper_and_lower_case_of_a_name_are_the_same() {
    Path missing = temp.resolve("missing.pth");

    var translate = atelier("example", "translatephotographs", temp, missing);

    assertThat(translate.code()).isEqualTo(2);
    assertThat(translate.err())
        .hasLineCount(1)
        .contains("Expected published weights in " + missing);
  }

  @Test
  void what_is_no_number_is_refused_in_words() {
    var run = atelier("example", "OwnLayer", temp.resolve("run"), "many");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("OwnLayer expects a number", "many", "examples/README.md");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void a_failure_has_the_code_1_and_a_stack_trace_only_when_asked() throws Exception {
    Path empty = Files.createDirectory(temp.resolve("empty"));

    var failed = atelier("example", "TrainGanOnFolder", temp.resolve("run"), 1, empty);
    var asked = atelier("example", "--stacktrace", "TrainGanOnFolder", temp.resolve("r"), 1, empty);

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).hasLineCount(1).contains("empty: expected pictures");
    assertThat(asked.err()).contains("\tat org.atelier");
  }

  @Test
  void the_help_of_everything_names_it() {
    assertThat(atelier("--help").out()).contains("  example ");
    assertThat(atelier("example", "--help").out()).contains("NAME", "ARGUMENT", "0 done, 1 failed");
  }
}
