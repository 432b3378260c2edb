package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that are damaged or of another model, and the moments at which a crash hits. */
class CheckpointsTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private Path run;
  private Path step;

  @BeforeAll
  static void train() throws IOException {
    Runs.train(shared.resolve("run"), TinyGan.training().withSteps(2).withCheckpointEvery(1));
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    Runs.copy(shared.resolve("run"), run);
    step = run.resolve("checkpoints/step-2");
  }

  static Stream<String> files() {
    return Stream.of(
            "generator",
            "generator.optimizer",
            "generator.average",
            "discriminator",
            "discriminator.optimizer",
            "model.state")
        .map(name -> name + ".safetensors");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_damaged_file_is_refused_and_nothing_changes(String name) throws IOException {
    Path file = step.resolve(name);
    byte[] whole = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(name + ": expected " + whole.length + " bytes, but got " + (whole.length - 1));

    Files.write(file, new byte[0]);
    assertRefused(name + ": expected " + whole.length + " bytes, but got 0");

    byte[] flipped = whole.clone();
    flipped[whole.length - 3] ^= 1;
    Files.write(file, flipped);
    assertRefused(
        name + ": its checksum is not that of the description; the checkpoint is damaged");

    Files.delete(file);
    assertRefused(name + " is missing; the checkpoint is damaged, use another");
  }

  @Test
  void a_damaged_description_is_refused() throws IOException {
    Path file = step.resolve("checkpoint.json");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 41) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file, flipped);
      assertRefused("checkpoint.json: its checksum is not that of checkpoint.json.sha256");
    }
    Files.write(file, new byte[0]);
    assertRefused("checkpoint.json: its checksum is not that of checkpoint.json.sha256");
    Files.write(file, whole);
    Path digest = step.resolve("checkpoint.json.sha256");
    Files.write(digest, new byte[] {(byte) 0xff});
    assertRefused("its checksum is not that of checkpoint.json.sha256");
    Files.delete(digest);
    assertRefused("checkpoint.json.sha256 is missing; the checkpoint is damaged, use another");
    Files.delete(file);
    assertRefused("there is no checkpoint.json in it; use another");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../outside.safetensors",
        "/etc/passwd",
        "..",
        "",
        "a/b.safetensors",
        "a\\\\b.safetensors",
        "C:stream",
        "nul\\u0000byte",
        "line\\nbreak",
        "checkpoint:json"
      })
  void a_description_that_names_files_elsewhere_is_refused(String name) throws Exception {
    rewrite(text -> text.replaceFirst("generator.safetensors", name.replace("\\", "\\\\")));
    assertRefused("expected plain file names, each once, in the description, but got");
  }

  @Test
  void odd_descriptions_are_refused() throws Exception {
    rewrite(text -> text.replace("generator.average", "generator"));
    assertRefused("each once, in the description, but got \"generator.safetensors\"");
    rewrite(text -> text.replaceAll("(?s)\"files\": \\[.*", "\"files\": [null]}"));
    assertRefused("expected plain file names, each once, in the description, but got \"null\"");
    rewrite(text -> text.replaceAll("(?s)\"files\": \\[.*", "\"files\": []}"));
    assertRefused("Missing: discriminator.optimizer.safetensors, discriminator.safetensors");
    rewrite(text -> text.replaceAll("(?s),\\s*\"files\": \\[.*", "}"));
    assertRefused("the description is incomplete; the checkpoint is damaged, use another");
    rewrite(text -> "{\"format\": 7}");
    assertRefused(
        "expected a checkpoint of format 2, but got format 7; use the version of Atelier that wrote it");
    rewrite(text -> "null");
    assertRefused("the description is empty");
    rewrite(text -> "[".repeat(100_000));
    assertRefused("expected a checkpoint's description in JSON, but got something else");
    rewrite(text -> "x".repeat((16 << 20) + 1));
    assertRefused("the file is too large, with 16777217 bytes");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_link_in_place_of_a_file_is_refused() throws IOException {
    Path file = step.resolve("generator.safetensors");
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertRefused("generator.safetensors is not a plain file; the checkpoint is damaged");
  }

  @Test
  void a_damaged_name_of_the_latest_is_refused_and_a_lost_one_found() throws IOException {
    Path latest = run.resolve("checkpoints/LATEST");
    for (String text : new String[] {"", "step-", "../step-2", "step-99999999999999999999", "\0"}) {
      Files.writeString(latest, text);
      assertRefused("LATEST: expected a name such as step-500, but it is damaged; delete the file");
    }
    Files.write(latest, new byte[1000]);
    assertRefused("LATEST: expected a name such as step-500");
    Files.writeString(latest, "step-3");
    assertRefused("LATEST names step-3, but there is no such folder; delete the file");

    Files.delete(latest);
    assertThat(Checkpoints.latest(run).folder()).isEqualTo(step);
  }

  @Test
  void what_is_no_run_is_said_so() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Checkpoints.latest(missing))
        .isInstanceOf(IOException.class)
        .hasMessage("Expected the folder of a run, but there is no folder " + missing);
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Checkpoints.latest(file))
        .hasMessage("Expected the folder of a run, but " + file + " is a file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> Checkpoints.latest(empty))
        .hasMessageContaining("There is no checkpoint in " + empty);
    assertThatThrownBy(() -> Runs.resume(empty, TinyGan.training()))
        .hasMessageContaining("There is no checkpoint in " + empty);
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void another_architecture_is_listed_and_the_model_stays_as_it_was() throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(run);
    try (var wider = new TinyGan(TinyGan.Options.defaults().withFilters(4))) {
      wider.initialize(3);
      Map<String, HostTensor> before = Runs.arrays(wider);
      assertThatThrownBy(() -> Checkpoints.restore(wider, checkpoint))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("generator.safetensors: the checkpoint is of another architecture")
          .hasMessageContaining(
              "Of another shape: 1.weight (expected (4, 4, 4, 4), but got (4, 8, 4, 4))")
          .hasMessageEndingWith("Build the model with the options in checkpoint.json");
      assertThat(Runs.arrays(wider)).isEqualTo(before);
    }
    try (var plain = new TinyGan(TinyGan.Options.defaults().withoutAverage())) {
      assertThatThrownBy(() -> Checkpoints.restoreWeights(plain, checkpoint))
          .hasMessageContaining("Unexpected: generator.average.safetensors");
    }
    Path bare = folder.resolve("bare");
    try (var plain = new TinyGan(TinyGan.Options.defaults().withoutAverage())) {
      new TrainingLoop<>(plain, TinyGan.data(), TinyGan.training().withSteps(1)).run(bare);
    }
    try (var gan = new TinyGan()) {
      assertThatThrownBy(() -> Checkpoints.restore(gan, Checkpoints.latest(bare)))
          .hasMessageContaining("Missing: generator.average.safetensors");
    }
  }

  @Test
  void a_damaged_last_file_leaves_the_model_as_it_was() throws IOException {
    Path file = step.resolve("model.state.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    try (var gan = new TinyGan()) {
      gan.initialize(3);
      Map<String, HostTensor> before = Runs.arrays(gan);
      assertThatThrownBy(() -> Checkpoints.restore(gan, Checkpoints.latest(run)))
          .isInstanceOf(IOException.class);
      assertThat(Runs.arrays(gan)).isEqualTo(before);
    }
  }

  @Test
  void another_models_checkpoint_or_options_are_named() throws IOException {
    record Other(int filters, int layers) {
      Other {
        if (layers < 1) {
          throw new IllegalArgumentException("layers must be at least 1, but was " + layers);
        }
      }
    }
    Checkpoint checkpoint = Checkpoints.latest(run);
    assertThatThrownBy(() -> checkpoint.requireModel(String.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "expected a checkpoint of java.lang.String, but it is one of org.atelier.train.TinyGan");
    assertThatThrownBy(() -> checkpoint.options(Other.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("are not valid for Other: layers must be at least 1, but was 0");
    assertThat(checkpoint.options(TinyGan.Options.class)).isEqualTo(TinyGan.Options.defaults());
  }

  @Test
  void options_that_another_version_did_not_have_are_named() throws IOException {
    record Newer(int filters, List<Integer> widths) {}
    Checkpoint checkpoint = Checkpoints.latest(run);
    assertThatThrownBy(() -> checkpoint.options(Newer.class))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "the options are not valid for Newer: there is no widths; was it written by another version?");
    record Stronger(int filters, double strength) {}
    assertThatThrownBy(() -> checkpoint.options(Stronger.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no strength");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generator", "generator.average", "discriminator.optimizer"})
  void values_that_are_not_finite_are_found_before_anything_changes(String name) throws Exception {
    Path file = step.resolve(name + ".safetensors");
    var tensors = Safetensors.read(file);
    String first = tensors.keySet().iterator().next();
    float[] values = tensors.get(first).toFloats();
    values[values.length - 1] = Float.NaN;
    tensors.put(first, HostTensor.of(tensors.get(first).shape(), values));
    String before = sha256(file);
    Safetensors.write(file, tensors, Map.of());
    String after = sha256(file);
    rewrite(description -> description.replace(before, after));

    assertRefused("\"" + first + "\" has a value that is not finite (NaN)");
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void weights_alone_give_the_same_pictures() throws IOException {
    try (var gan = new TinyGan();
        var again = new TinyGan()) {
      Checkpoints.restore(gan, Checkpoints.latest(run));
      Checkpoints.restoreWeights(again, Checkpoints.latest(step));
      assertThat(again.sample(3, 1).get(2).values()).isEqualTo(gan.sample(3, 1).get(2).values());
    }
  }

  @Test
  void a_crash_between_the_folder_and_its_name_changes_nothing() throws IOException {
    Path expected = folder.resolve("expected");
    Runs.train(expected, options());

    // step-2 is there and whole, but LATEST has not heard of it; old folders were not removed.
    Files.writeString(run.resolve("checkpoints/LATEST"), "step-1\n");
    Files.createDirectories(run.resolve("checkpoints/.unfinished-step-9"));
    Files.writeString(run.resolve("checkpoints/.unfinished-step-9/checkpoint.json"), "{");
    Files.writeString(
        run.resolve("checkpoints/.LATEST.00000000-0000-0000-0000-000000000000"), "step-");
    Runs.resume(run, options());

    Runs.assertSameEnd(run, expected);
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("LATEST", "step-3", "step-4");
    }
  }

  @Test
  void a_checkpoint_that_cannot_be_written_leaves_those_before() throws IOException {
    Path blocked = run.resolve("checkpoints/step-3");
    try (var gan = new TinyGan()) {
      gan.handingOut =
          state -> {
            if (Files.exists(run.resolve("checkpoints/.unfinished-step-3"))) {
              throw new IllegalStateException("the engine broke");
            }
            return state;
          };
      var loop = new TrainingLoop<>(gan, TinyGan.data(), options());
      assertThatThrownBy(() -> loop.resume(run)).hasMessage("the engine broke");
    }
    assertThat(blocked).doesNotExist();
    assertThat(run.resolve("checkpoints/.unfinished-step-3")).doesNotExist();
    assertThat(Checkpoints.latest(run).folder()).isEqualTo(step);
  }

  private static TrainingOptions options() {
    return TinyGan.training().withSteps(4).withCheckpointEvery(1);
  }

  /** Changes the description and fits its checksum, as an attacker would. */
  private void rewrite(UnaryOperator<String> change) throws Exception {
    Path original = shared.resolve("run/checkpoints/step-2/checkpoint.json");
    String text = change.apply(Files.readString(original));
    Files.writeString(step.resolve("checkpoint.json"), text);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        step.resolve("checkpoint.json.sha256"),
        HexFormat.of().formatHex(digest) + "  checkpoint.json\n");
  }

  private void assertRefused(String words) throws IOException {
    Map<String, String> before = Runs.content(run);
    assertThatThrownBy(() -> Runs.resume(run, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("\n");
    assertThat(Runs.content(run)).isEqualTo(before);
  }
}
