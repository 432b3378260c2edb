package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each is answered with one sentence and exit code 2, and leaves nothing. */
class BadTrainingInputTest {
  @TempDir Path temp;

  private Path run;
  private Path data;

  @BeforeEach
  void folders() throws IOException {
    run = temp.resolve("run");
    data = Files.createDirectory(temp.resolve("data"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stepz|3|Unknown option",
        "--device|tpu|--device expects cpu, gpu or auto, but was 'tpu'",
        "--precision|float16|--precision expects float32, mixed or auto, but was 'float16'",
        "--steps|many|--steps expects a whole number, but was 'many'",
        "--steps|0|--steps must be at least 1, but was 0",
        "--epochs|-1|--epochs must be at least 1, but was -1",
        "--batch-size|0|--batch-size must be at least 1, but was 0",
        "--batch-size|20000|Expected at least one batch of pictures, 20000, but",
        "--image-size|30|--image-size 30: height and width must be multiples of 4, but were 30 and 30",
        "--channels|2|--channels must be 1 or 3, but was 2",
        "--filters|0|--filters must be at least 1, but was 0",
        "--latent-size|0|--latent-size must be at least 1, but was 0",
        "--learning-rate|0|--learning-rate must be above 0, but was 0",
        "--max-gradient-norm|0|--max-gradient-norm must be above 0, but was 0",
        "--learning-rate|NaN|--learning-rate expects a finite number, but was 'NaN'",
        "--average-decay|1|--average-decay must be at least 0 and below 1, but was 1",
        "--image-size|wide|height x width such as 48x64, but was 'wide'",
        "--diff-augment|blur|expects colour, translation, cutout (several with commas) or none, but"
            + " was blur",
        "--diff-augment|none,cutout|expects changes or none, but got both",
        "--r1|-3|--r1 must be at least 0, but was -3",
        "--r1-every|16|add --r1",
        "--penalty-every|4|add --dragan",
        "--label-smoothing|0|--label-smoothing must be above 0 and at most 1, but was 0",
        "--accumulate|0|--accumulate must be at least 1, but was 0",
        "--prefetch|0|--prefetch must be from 1 to 64, but was 0",
        "--health|well|--health expects off, warn, stop or rollback, but was 'well'",
        "--checkpoint-every|0|--checkpoint-every must be at least 1, but was 0",
        "--sample-every|0|--sample-every must be at least 1, but was 0",
        "--threads|0|--threads must be from 1 to 1024, but was 0",
        "--data|no-such-folder|there is no no-such-folder; ./atelier list names the sets",
        "--resume|some-run|leave one out",
        "--on-bad-picture|ignore|--on-bad-picture expects fail or skip",
      })
  void refuses_bad_options(String option, String value, String sentence) {
    var arguments = new Object[] {"train", "dcgan", "--out", run, option, value};

    assertRefused(atelier(arguments), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gan|--latent-size|2147483647|--latent-size 2147483647: the parameter",
        "gan|--image-size|99999|--image-size 99999: height and width must give pictures of at most",
        "gan|--image-size|40000|--image-size 40000: the parameter",
        "gan|--generator-units|2147483647|--generator-units 2147483647: the parameter",
        "dcgan|--filters|1000000|--filters 1000000: the parameter",
        "dcgan|--filters|2147483647|--filters 2147483647: a layer would have",
        "dcgan|--image-size|16384|--image-size 16384: ",
        "cdcgan|--filters|2147483647|--filters 2147483647: a layer would have",
        "acgan|--resizing|2147483640|--resizing 2147483640: a layer would have",
        "sngan|--filters|2147483647|--filters 2147483647: a layer would have",
        "vae|--latent-size|2147483647|--latent-size 2147483647: the parameter",
        "vae|--units|2147483647|--units 2147483647",
        "beta-vae|--filters|1000000000|--filters 1000000000: a layer would have",
        "iwae|--importance-samples|2147483647|--importance-samples 2147483647: ",
        "vq-vae|--codes|2147483647|--codes 2147483647: ",
        "vq-vae|--code-size|2147483647|--code-size 2147483647: the parameter",
        "pix2pix|--filters|1000000000|--filters 1000000000: a layer would have",
        "cyclegan|--filters|1000000000|--filters 1000000000: a layer would have",
        "cyclegan|--image-size|65536|--image-size 65536: height and width must give pictures",
        "discogan|--filters|1000000000|--filters 1000000000: a layer would have",
        "stargan|--filters|1000000000|--filters 1000000000: ",
        "sounds|--filters|1000000000|--filters 1000000000: a layer would have",
        "place|--filters|1000000000|--filters 1000000000: a layer would have",
      })
  void refuses_sizes_that_no_machine_holds(
      String model, String option, String value, String sentence) {
    // The class path of these tests has all data sets.
    assertRefused(atelier("train", model, "--out", run, option, value), sentence);
  }

  @Test
  void refuses_steps_and_epochs_together() {
    assertRefused(trainTiny(run, "--steps", 3, "--epochs", 3), "leave one out");
  }

  @Test
  void refuses_gpu_where_there_is_none() {
    assumeTrue(Engine.getInstance().getGpuCount() == 0);
    var refused = atelier("train", "dcgan", "--out", run, "--device", "gpu");

    assertRefused(refused, "--device gpu expects a GPU that PyTorch can use, but there is none");
  }

  @Test
  void refuses_an_empty_folder() {
    assertRefused(train(), "is empty: expected pictures");
  }

  @Test
  void refuses_a_folder_without_pictures() throws IOException {
    Files.writeString(data.resolve("notes.txt"), "none");

    assertRefused(train(), "No picture");
  }

  @Test
  void refuses_a_file_in_place_of_a_folder() throws IOException {
    data = Files.writeString(temp.resolve("file"), "");

    assertRefused(train(), "--data expects a folder of pictures, but");
  }

  @Test
  void refuses_idx_pictures_without_labels() throws IOException {
    Files.write(data.resolve("train-images-idx3-ubyte"), new byte[16]);

    assertRefused(train(), "but not train-labels-idx1-ubyte");
  }

  @Test
  void refuses_a_folder_with_a_picture_of_no_bytes() throws IOException {
    fill(5, 28);
    Files.write(data.resolve("3.png"), new byte[0]);

    assertRefused(strictly(), "Cannot read " + data.resolve("3.png") + ": expected a picture, but");
  }

  @Test
  void refuses_a_folder_with_a_truncated_picture() throws IOException {
    fill(5, 28);
    byte[] bytes = Files.readAllBytes(data.resolve("2.png"));
    Files.write(data.resolve("2.png"), Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(strictly(), "Cannot read " + data.resolve("2.png") + ": ");
  }

  @Test
  void refuses_a_folder_with_a_text_called_a_picture() throws IOException {
    fill(5, 28);
    Files.writeString(data.resolve("4.png"), "I am not a picture.");

    assertRefused(strictly(), "Cannot read " + data.resolve("4.png") + ": ");
  }

  @Test
  void refuses_a_folder_most_of_which_cannot_be_read() throws IOException {
    fill(5, 28);
    for (int i = 0; i < 3; i++) {
      Files.writeString(data.resolve(i + ".png"), "I am not a picture.");
    }

    assertRefused(train(), "3 of 5 pictures cannot be used");
  }

  @Test
  void refuses_to_accept_data_of_a_new_run() {
    assertRefused(trainTiny(run, "--accept-data"), "add --resume");
  }

  @ParameterizedTest
  @CsvSource({
    "'',was empty",
    "' ',was empty",
    ".,is the working directory",
    "..,is a folder around the working directory",
    "/,is a folder around the working directory",
    "./x/..,is the working directory"
  })
  void refuses_a_folder_that_is_no_name(String out, String sentence) {
    assertRefused(trainTiny(Path.of(out), "--steps", 1), sentence);
  }

  @Test
  void refuses_to_resume_nothing() {
    assertRefused(
        atelier("train", "dcgan", "--resume", ""), "--resume expects a path, but was empty");
  }

  @Test
  void refuses_pictures_smaller_than_the_network() throws IOException {
    fill(5, 28);
    Pictures.write(new Picture(1, 20, 30, new float[600]), data.resolve("1.png"));

    assertRefused(
        strictly(),
        "Expected pictures of at least 28×28 pixels, but 1.png in " + data + " has 30×20");
  }

  @Test
  void refuses_fewer_pictures_than_a_batch() throws IOException {
    fill(3, 28);

    assertRefused(train(), "has 3; use a smaller --batch-size or more pictures");
  }

  @Test
  void refuses_a_folder_that_has_something_in_it() throws IOException {
    Files.createDirectories(run.resolve("samples"));

    var refused = trainTiny(run, "--steps", 1);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("--resume " + run);
    assertThat(run.resolve("run.json")).doesNotExist();
  }

  @Test
  void refuses_a_file_where_the_run_should_go() throws IOException {
    Files.writeString(run, "mine");

    var refused = trainTiny(run, "--steps", 1);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("is a file; choose another name");
    assertThat(run).hasContent("mine");
  }

  @Test
  void refuses_to_resume_what_is_no_run() {
    assertRefused(atelier("train", "dcgan", "--resume", run), "there is no folder " + run);
    assertThat(atelier("train", "dcgan", "--resume", data).err())
        .hasLineCount(1)
        .contains("--resume expects the folder of a run, such as runs/dcgan");
  }

  @Test
  void refuses_to_resume_from_damaged_weights() throws IOException {
    Path sound = temp.resolve("sound");
    trainTiny(sound, "--steps", 1);
    Files.write(sound.resolve("checkpoints/step-1/generator.safetensors"), new byte[10]);

    var refused = atelier("train", "dcgan", "--resume", sound, "--steps", 2);

    assertRefused(refused, "the checkpoint is damaged");
  }

  private CommandLineRun strictly() {
    return trainTiny(run, "--data", data, "--steps", 1, "--on-bad-picture", "fail");
  }

  private CommandLineRun train() {
    return trainTiny(run, "--data", data, "--steps", 1);
  }

  private void fill(int count, int size) throws IOException {
    for (int i = 0; i < count; i++) {
      var picture = new Picture(1, size, size, new float[size * size]);
      Pictures.write(picture, data.resolve(i + ".png"));
    }
  }

  private void assertRefused(CommandLineRun refused, String sentence) {
    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(run).doesNotExist();
  }
}
