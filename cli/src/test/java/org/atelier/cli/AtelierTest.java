package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.model.TrainingTask;
import org.atelier.model.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtelierTest {
  @TempDir Path temp;

  @Test
  void help_names_the_commands_and_exit_codes() {
    var help = atelier("--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("train", "sample", "list", "0 done, 1 failed, 2 wrong usage");
  }

  @Test
  void help_of_training_names_every_option_and_the_defaults() {
    var help = atelier("train", "dcgan", "--help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("--device=cpu|gpu|auto", "--precision=float32|mixed|auto", "--seed", "--out")
        .contains("--steps", "--epochs", "--data", "--resume", "--threads", "--batch-size")
        .contains("--image-size", "--channels", "--learning-rate", "--filters", "--latent-size")
        .contains("--accumulate", "--health=off|warn|stop|rollback", "--prefetch")
        .contains("--diff-augment", "--r1", "--r1-every", "--dragan", "--label-smoothing")
        .contains("--average-decay", "--penalty-every");
  }

  @Test
  void help_of_training_tells_the_defaults_of_the_model_itself() {
    assertThat(atelier("train", "dcgan", "--help").out())
        .contains("(default: 6000)", "(default: 28x28)")
        .containsIgnoringWhitespaces("(default: fashion-mnist)")
        .containsIgnoringWhitespaces("(default: 64 and 32)");
    assertThat(atelier("train", "sngan", "--help").out())
        .contains("(default: 3000)")
        .containsIgnoringWhitespaces("generator step (default: 1)")
        .containsIgnoringWhitespaces("generator and discriminator (default: 32 and 32)");
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_model_has_a_command_whose_help_leaves_nothing_open(String model) {
    var help = atelier("train", model, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: ./atelier train " + model).doesNotContain("bundle:");
    assertThat(atelier("train", "--help").out()).contains("  " + model + " ");
  }

  static Stream<String> models() {
    return Stream.concat(
        ModelCatalog.all().stream().map(ModelType::name),
        Stream.of(TrainingTask.values()).map(TrainingTask::title));
  }

  @Test
  void help_of_sampling_and_listing_names_every_option() {
    assertThat(atelier("sample", "--help").out())
        .contains(
            "--model",
            "--count",
            "--seed",
            "--out",
            "--columns",
            "--class",
            "--device",
            "--threads")
        .containsIgnoringWhitespaces("An existing file is replaced atomically");
    assertThat(atelier("list", "--help").out()).contains("--runs");
    assertThat(atelier("train", "--help").out()).contains("dcgan");
  }

  @Test
  void asks_for_a_command_and_suggests_the_nearest() {
    assertThat(atelier().code()).isEqualTo(2);
    var mistyped = atelier("train", "dcgna");

    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err()).hasLineCount(1).contains("did you mean dcgan or ");
  }

  @Test
  void says_what_to_do_with_a_stray_argument_and_a_value_of_a_flag() {
    var stray = atelier("list", "my", "pictures");
    var flag = atelier("train", "gan", "--accept-data=yes");

    assertThat(stray.code()).isEqualTo(2);
    assertThat(stray.err())
        .contains("./atelier list expects no argument 'my'; leave it out, or quote a path")
        .hasLineCount(1);
    assertThat(flag.code()).isEqualTo(2);
    assertThat(flag.err())
        .contains("--accept-data expects no value, but got 'yes'; leave out the value")
        .hasLineCount(1);
  }

  @Test
  void lists_runs_models_and_sets() throws IOException {
    trainTiny(temp.resolve("one"), "--steps", 1);
    Files.createDirectories(temp.resolve("two"));
    Files.writeString(temp.resolve("two/run.json"), "{");
    Files.createDirectories(temp.resolve("three"));
    Files.writeString(temp.resolve("three/run.json"), "{\"imagesPerSecond\": \"quick\"}");
    Files.createDirectories(temp.resolve("no-run"));

    var list = atelier("list", "--runs", temp);

    assertThat(list.err()).isEmpty();
    assertThat(list.code()).isZero();
    assertThat(list.out())
        .containsPattern("one +dcgan +1 +completed +\\d+")
        .containsPattern("two +\\? +\\? +damaged")
        .containsPattern("three +\\? +\\? +damaged")
        .doesNotContain("no-run")
        .contains("deep convolutional GAN", "fashion-mnist", "faces", "noto");
  }

  @Test
  void list_without_runs_says_how_to_make_one() {
    assertThat(atelier("list", "--runs", temp.resolve("none")).out())
        .contains("./atelier train dcgan makes one");
  }

  @Test
  void shows_a_stack_trace_only_when_asked() {
    var plain = atelier("sample", "--model", temp);
    var asked = atelier("sample", "--model", temp, "--stacktrace");

    assertThat(plain.err()).hasLineCount(1);
    assertThat(asked.err()).contains("\tat org.atelier");
  }

  @Test
  void writes_digits_that_machines_read_in_any_locale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      var trained = trainTiny(temp.resolve("run"), "--steps", 2, "--sample-every", 1);

      assertThat(trained.code()).isZero();
      assertThat(trained.out()).contains("step 2/2", "after step 2");
      assertThat(temp.resolve("run/samples/step-000002.png")).exists();
    } finally {
      Locale.setDefault(before);
    }
  }
}
