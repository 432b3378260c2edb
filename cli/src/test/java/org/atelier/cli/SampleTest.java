package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  private static final String WEIGHTS = "generator.safetensors";

  @TempDir static Path shared;

  private static Path run;

  @TempDir Path temp;

  /** A copy of the checkpoint alone. */
  private Path checkpoint;

  private Path out;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    trainTiny(run, "--steps", 1);
  }

  @BeforeEach
  void copy() throws IOException {
    checkpoint = Files.createDirectory(temp.resolve("step-1"));
    try (var files = Files.list(run.resolve("checkpoints/step-1"))) {
      for (Path file : files.toList()) {
        Files.copy(file, checkpoint.resolve(file.getFileName()));
      }
    }
    out = temp.resolve("grid.png");
  }

  @Test
  void draws_from_the_checkpoint_alone() throws IOException {
    var sampled = atelier("sample", "--model", checkpoint, "--count", 6, "--out", out);

    assertThat(sampled.err()).isEmpty();
    assertThat(sampled.code()).isZero();
    assertThat(sampled.out()).contains("6 pictures of the dcgan", "after step 1", out.toString());
    var grid = Pictures.read(out);
    // Three columns and two rows of 28 pixels, shown as 56, with gaps of 2.
    assertThat(List.of(grid.width(), grid.height())).containsExactly(3 * 58 + 2, 2 * 58 + 2);
  }

  @Test
  void same_seed_same_picture_in_a_fresh_process_that_says_nothing_else() throws Exception {
    atelier("sample", "--model", run, "--count", 4, "--seed", 7, "--out", out);
    Path other = temp.resolve("other.png");

    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.pytorch.num_threads=2",
                "-cp",
                System.getProperty("java.class.path"),
                Atelier.class.getName(),
                "sample",
                "--model=" + run,
                "--count=4",
                "--seed=7",
                "--out=" + other)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said).hasLineCount(1).startsWith("4 pictures of the dcgan");
    assertThat(other).hasSameBinaryContentAs(out);
  }

  @Test
  void another_seed_gives_another_picture_and_replaces_the_file() throws IOException {
    atelier("sample", "--model", run, "--count", 1, "--seed", 7, "--out", out);
    byte[] first = Files.readAllBytes(out);

    atelier("sample", "--model", run, "--count", 1, "--seed", 8, "--out", out);

    assertThat(Files.readAllBytes(out)).isNotEqualTo(first);
  }

  @Test
  void truncated_pictures_are_others() throws IOException {
    atelier("sample", "--model", run, "--count", 2, "--out", out);
    byte[] whole = Files.readAllBytes(out);

    var truncated =
        atelier("sample", "--model", run, "--count", 2, "--truncation", 0.5, "--out", out);

    assertThat(truncated.err()).isEmpty();
    assertThat(Files.readAllBytes(out)).isNotEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--count|0|--count must be from 1 to 10000, but was 0",
        "--truncation|0|--truncation must be at least 0.01, but was 0",
        "--truncation|NaN|--truncation expects a finite number, but was 'NaN'",
        "--columns|0|--columns must be from 1 to 10000, but was 0",
        "--out|grid.bmp|expects a name that ends with .png",
        "--out|no/such/folder/grid.png|expects a folder that exists",
        "--model|no-such-run|there is no folder no-such-run",
        "--seed|x|--seed expects a whole number, but was 'x'",
      })
  void refuses_bad_options(String option, String value, String sentence) {
    Object model = option.equals("--model") ? value : run;
    Object file = option.equals("--out") ? value : out;
    boolean another = !List.of("--model", "--out").contains(option);

    var refused =
        another
            ? atelier("sample", "--model", model, "--out", file, option, value)
            : atelier("sample", "--model", model, "--out", file);

    assertRefused(refused, sentence);
  }

  @Test
  void asks_for_the_model() {
    assertRefused(atelier("sample", "--out", out), "Missing required option: '--model=FOLDER'");
  }

  @Test
  void refuses_a_truncated_checkpoint() throws IOException {
    Path file = checkpoint.resolve(WEIGHTS);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    assertRefused(sample(), "the checkpoint is damaged, use another");
  }

  @Test
  void refuses_a_checkpoint_with_a_flipped_bit() throws IOException {
    Path file = checkpoint.resolve(WEIGHTS);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertRefused(sample(), "checksum");
  }

  @Test
  void refuses_a_checkpoint_of_another_architecture() throws Exception {
    edit("\"generatorFilters\": 2", "\"generatorFilters\": 3");

    assertRefused(sample(), "the checkpoint is of another architecture");
  }

  @Test
  void refuses_a_checkpoint_of_another_model() throws Exception {
    edit("org.atelier.gan.dcgan.Dcgan", "org.example.MyGan");

    assertRefused(sample(), "gan, dcgan, lsgan, wgan");
  }

  @Test
  void refuses_a_damaged_description() throws IOException {
    Files.writeString(checkpoint.resolve("checkpoint.json"), "{ \"format\": ");

    assertRefused(sample(), "damaged");
  }

  private CommandLineRun sample() {
    return atelier("sample", "--model", checkpoint, "--count", 1, "--out", out);
  }

  private void edit(String from, String to) throws Exception {
    Path file = checkpoint.resolve("checkpoint.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
    // A checksum of the description, if it has one, is renewed, so that the content itself is
    // tested.
    Path digest = checkpoint.resolve("checkpoint.json.sha256");
    if (Files.exists(digest)) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      Files.writeString(digest, HexFormat.of().formatHex(sum) + "  checkpoint.json\n");
    }
  }

  private void assertRefused(CommandLineRun refused, String sentence) {
    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(out).doesNotExist();
  }
}
