package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainDcganTest {
  @TempDir static Path shared;

  private static Path run;
  private static CommandLineRun trained;

  @TempDir Path temp;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    trained = trainTiny(run, "--steps", 4, "--sample-every", 3, "--checkpoint-every", 2);
  }

  @Test
  void leaves_record_samples_animation_losses_and_checkpoints() throws IOException {
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(names(run))
        .containsExactly(
            "checkpoints",
            "command.json",
            "losses.csv",
            "losses.png",
            "run.json",
            "samples",
            "training.gif");
    assertThat(names(run.resolve("samples")))
        .containsExactly("step-000000.png", "step-000003.png", "step-000004.png");
    assertThat(names(run.resolve("checkpoints"))).containsExactly("LATEST", "step-2", "step-4");
    assertThat(Files.readAllLines(run.resolve("losses.csv"))).hasSize(5);
    assertThat(Pictures.read(run.resolve("losses.png")).width()).isEqualTo(900);
  }

  @Test
  void tells_where_everything_is_and_how_to_sample() {
    assertThat(trained.out())
        .contains("the embedded fashion-mnist: 10000 pictures at 28×28 grey, CPU, float32")
        .contains("step 4/4  discriminator ", " images/s  0:00 left")
        .contains(run.resolve("training.gif").toString())
        .contains("./atelier sample --model " + run + " --count 64");
  }

  @Test
  void resumed_run_has_the_losses_and_frames_of_one_never_stopped() throws IOException {
    Path half = temp.resolve("half");
    trainTiny(half, "--steps", 2, "--sample-every", 3);

    var resumed = atelier("train", "dcgan", "--resume", half, "--steps", 4);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.code()).isZero();
    assertThat(half.resolve("losses.csv")).hasSameTextualContentAs(run.resolve("losses.csv"));
    assertThat(half.resolve("samples/step-000004.png"))
        .hasSameBinaryContentAs(run.resolve("samples/step-000004.png"));
    // The three frames of the run, and one of the stop at step 2.
    assertThat(frames(run)).isEqualTo(3);
    assertThat(frames(half)).isEqualTo(4);
  }

  @Test
  void a_run_in_mixed_precision_goes_on_without_its_command() throws IOException {
    Path mixed = temp.resolve("mixed");
    trainTiny(mixed, "--steps", 1, "--precision", "mixed");
    Files.delete(mixed.resolve("command.json"));

    var resumed = atelier("train", "dcgan", "--resume", mixed, "--steps", 2);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.code()).isZero();
    assertThat(resumed.out()).contains("CPU, mixed");
  }

  @Test
  void resuming_a_run_at_its_end_changes_nothing() throws IOException {
    Path done = temp.resolve("done");
    trainTiny(done, "--steps", 1);
    String losses = Files.readString(done.resolve("losses.csv"));

    var again = atelier("train", "dcgan", "--resume", done);

    assertThat(again.code()).isZero();
    assertThat(done.resolve("losses.csv")).hasContent(losses);
  }

  @ParameterizedTest
  @CsvSource({
    "--batch-size, 5, --batch-size 5 differs, batchSize was 4",
    "--seed, 1, --seed 1 differs, seed was 0",
    "--learning-rate, 0.1, --learning-rate 0.1 differs, learningRate was",
    "--max-gradient-norm, 0.5, --max-gradient-norm 0.5 differs, maxNorm was not given",
    "--filters, 3, --filters 3 differs, generatorFilters was 2",
    "--precision, mixed, --precision mixed differs, FLOAT32",
    "--data, faces, cannot be resumed, data was",
  })
  void refuses_to_resume_as_another_run(
      String option, String value, String refusal, String difference) {
    var refused = atelier("train", "dcgan", "--resume", run, option, value);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains(refusal, difference);
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void takes_the_channels_from_the_pictures_of_a_folder() throws IOException {
    Path grey = folder("grey", 1);
    Path colour = folder("colour", 3);

    trainTiny(temp.resolve("g"), "--data", grey, "--steps", 1);
    trainTiny(temp.resolve("c"), "--data", colour, "--steps", 1);

    assertThat(temp.resolve("g/run.json")).content().contains("\"channels\": 1");
    assertThat(temp.resolve("c/run.json")).content().contains("\"channels\": 3");
    assertThat(temp.resolve("c/command.json")).content().contains(colour.toString());
  }

  @Test
  void counts_epochs_when_asked_to() throws IOException {
    trainTiny(temp.resolve("run"), "--data", folder("p", 1), "--epochs", 2);

    assertThat(Files.readAllLines(temp.resolve("run/losses.csv"))).hasSize(1 + 2);
  }

  @Test
  void stops_with_code_1_and_the_phase_when_numbers_are_no_longer_finite() {
    Path broken = temp.resolve("run");

    var failed = trainTiny(broken, "--steps", 20, "--learning-rate", "1e30");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).hasLineCount(1).contains("at step");
    assertThat(failed.out()).contains("Warning at step");
    assertThat(broken.resolve("run.json")).content().contains("\"status\": \"failed\"");
    assertThat(broken.resolve("checkpoints/LATEST")).content().isEqualTo("step-0\n");
  }

  @Test
  void skips_a_broken_picture_counts_it_and_names_it() throws IOException {
    Path data = folder("p", 1);
    Files.writeString(data.resolve("2.png"), "not a picture");

    var done = trainTiny(temp.resolve("run"), "--data", data, "--epochs", 2);

    assertThat(done.code()).isZero();
    assertThat(done.out())
        .contains("Skipped 1 picture that could not be used (the data has 4 examples)");
    assertThat(temp.resolve("run/run.json"))
        .content()
        .contains("\"count\": 1", "Cannot read " + data.resolve("2.png") + ": expected a picture");
  }

  @Test
  void goes_on_with_changed_pictures_only_if_asked_to() throws IOException {
    Path data = folder("p", 1);
    Path begun = temp.resolve("run");
    trainTiny(begun, "--data", data, "--steps", 1);
    Files.copy(data.resolve("1.png"), data.resolve("9.png"));
    Object[] more = {"train", "dcgan", "--resume", begun, "--steps", 2};

    var refused = atelier(more);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("4 files before, 5 now; 1 added (9.png)", "by --accept-data");
    assertThat(begun.resolve("checkpoints/LATEST")).content().isEqualTo("step-1\n");

    var accepted = atelier("train", "dcgan", "--resume", begun, "--steps", 2, "--accept-data");

    assertThat(accepted.code()).isZero();
    assertThat(begun.resolve("run.json")).content().contains("\"acceptedData\"", "9.png");
  }

  @Test
  void says_how_a_run_goes_on_whose_picture_breaks_on_the_way() throws IOException {
    Path data = folder("p", 1);
    Path begun = temp.resolve("run");
    trainTiny(begun, "--data", data, "--steps", 1, "--on-bad-picture", "fail");
    Files.writeString(data.resolve("0.png"), "not a picture");
    Object[] more = {"train", "dcgan", "--resume", begun, "--steps", 3, "--accept-data"};

    assertThat(atelier(more).err()).hasLineCount(1).contains("Cannot read " + data + "/0.png");

    var skipping = new java.util.ArrayList<>(List.of(more));
    skipping.addAll(List.of("--on-bad-picture", "skip"));
    assertThat(atelier(skipping.toArray()).code()).isZero();
  }

  /** Four pictures, as many as a batch has. */
  private Path folder(String name, int channels) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    for (int i = 0; i < 4; i++) {
      var values = new float[channels * 28 * 28];
      values[i] = 1;
      Pictures.write(new Picture(channels, 28, 28, values), folder.resolve(i + ".png"));
    }
    return folder;
  }

  private static int frames(Path run) throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(run.resolve("training.gif").toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
