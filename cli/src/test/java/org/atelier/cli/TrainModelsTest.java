package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.ModelType;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Penalty;
import org.atelier.train.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link TrainDcganTest} does not say of the other models' commands. */
class TrainModelsTest {
  @TempDir static Path shared;

  /** One run a model serves all tests. */
  private static final Map<String, CommandLineRun> RUNS = new ConcurrentHashMap<>();

  @TempDir Path temp;

  static Stream<String> models() {
    // The command that draws its own data has a test of its own, and so has translation.
    return ModelCatalog.all().stream()
        .filter(type -> !type.model().getPackageName().startsWith("org.atelier.translation"))
        .map(ModelType::name)
        .filter(name -> !name.equals("own-gan"));
  }

  private static Path run(String model) {
    trained(model);
    return shared.resolve(model);
  }

  private static CommandLineRun trained(String model) {
    return RUNS.computeIfAbsent(model, name -> TinyModels.train(name, shared.resolve(name)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void each_model_leaves_samples_and_a_checkpoint_to_draw_from(String model) throws IOException {
    CommandLineRun trained = trained(model);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    Path run = run(model);
    assertThat(run.resolve("samples/step-000002.png")).exists();
    assertThat(run.resolve("training.gif")).exists();
    assertThat(ModelCatalog.of(Checkpoints.latest(run)).name()).isEqualTo(model);
    var sampled = sample(model, "--count", 4);
    assertThat(sampled.err()).isEmpty();
    assertThat(sampled.out()).startsWith("4 pictures of the " + model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acgan", "cdcgan", "sgan"})
  void resumed_run_with_labels_ends_with_the_bits_of_one_never_stopped(String model)
      throws IOException {
    Path half = temp.resolve("half");
    TinyModels.train(model, half, "--steps", 1);

    var resumed = atelier("train", model, "--resume", half, "--steps", 2);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.code()).isZero();
    for (String file : List.of("generator.safetensors", "discriminator.safetensors")) {
      assertThat(half.resolve("checkpoints/step-2").resolve(file))
          .hasSameBinaryContentAs(run(model).resolve("checkpoints/step-2").resolve(file));
    }
    assertThat(half.resolve("losses.csv"))
        .hasSameTextualContentAs(run(model).resolve("losses.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wgan-gp", "acgan", "sgan", "beta-vae", "vq-vae"})
  void a_resumed_run_refuses_by_name_each_option_that_differs(String model) {
    assertThat(ResumeWithOptions.notRefused(model, run(model))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cgan", "cdcgan", "acgan", "projection"})
  void models_of_classes_draw_a_row_for_each_while_they_learn(String model) throws IOException {
    assertThat(trained(model).out()).contains("in 10 classes");
    var grid = Pictures.read(run(model).resolve("samples/step-000002.png"));
    // Pictures of 28 pixels are shown as 56, with gaps of 2.
    assertThat(List.of(grid.width(), grid.height())).containsExactly(8 * 58 + 2, 10 * 58 + 2);
  }

  @Test
  void samples_of_all_classes_are_in_columns() throws IOException {
    var sampled = sample("cgan");

    assertThat(sampled.out()).startsWith("80 pictures");
    var grid = Pictures.read(temp.resolve("grid.png"));
    assertThat(List.of(grid.width(), grid.height())).containsExactly(10 * 58 + 2, 8 * 58 + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cgan", "cdcgan"})
  void a_class_can_be_asked_for_by_name_and_by_number(String model) throws IOException {
    assertThat(sample(model, "--class", "Bag", "--count", 3).err()).isEmpty();
    byte[] named = Files.readAllBytes(temp.resolve("grid.png"));
    sample(model, "--class", 8, "--count", 3);
    assertThat(Files.readAllBytes(temp.resolve("grid.png"))).isEqualTo(named);
    sample(model, "--class", 1, "--count", 3);
    assertThat(Files.readAllBytes(temp.resolve("grid.png"))).isNotEqualTo(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hat", "10", "-1", "99999999999"})
  void refuses_a_class_that_is_none(String asked) {
    var refused = sample("cgan", "--class=" + asked);

    assertRefused(refused, "--class expects a number from 0 to 9 or one of T-shirt/top, Trouser");
    assertThat(refused.err()).contains("but was " + asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gan", "sgan"})
  void refuses_a_class_of_a_model_without(String model) {
    assertRefused(sample(model, "--class", 3), "--class expects a class-conditional model");
  }

  @Test
  void folders_are_classes_whose_names_outlive_the_data() throws IOException {
    Path data = temp.resolve("animals");
    picture(data.resolve("cats/1.png"));
    picture(data.resolve("cats/deep/2.png"));
    picture(data.resolve("dogs/1.png"));
    picture(data.resolve("emus/1.png"));
    Path run = temp.resolve("run");

    var trained = TinyModels.train("cgan", run, "--data", data);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("4 pictures at 28×28 grey in 3 classes");
    Files.move(data, temp.resolve("away"));
    Path out = temp.resolve("grid.png");
    assertThat(atelier("sample", "--model", run, "--class", "dogs", "--out", out).err()).isEmpty();
    Path checkpoint = run.resolve("checkpoints/step-2");
    assertRefused(
        atelier("sample", "--model", checkpoint, "--class", "cows", "--out", out),
        "--class expects a number from 0 to 2 or one of cats, dogs, emus, but was cows");
  }

  @Test
  void idx_files_have_classes_by_number() throws IOException {
    Path data = Files.createDirectory(temp.resolve("digits"));
    var images = new byte[16 + 4 * 28 * 28];
    System.arraycopy(
        new byte[] {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28}, 0, images, 0, 16);
    Files.write(data.resolve("train-images-idx3-ubyte"), images);
    Files.write(
        data.resolve("train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 4, 2, 0, 1, 0});

    var trained = TinyModels.train("cgan", temp.resolve("run"), "--data", data);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("in 3 classes");
    assertThat(temp.resolve("run/command.json")).content().containsPattern("\"0\",\\s+\"1\"");
  }

  @Test
  void refuses_data_without_classes() throws IOException {
    Path beside = temp.resolve("beside");
    picture(beside.resolve("cats/1.png"));
    picture(beside.resolve("2.png"));
    Path single = temp.resolve("single");
    picture(single.resolve("cats/1.png"));

    assertRefused(untrained("cgan", "--data", "faces"), "the embedded faces has none; use");
    assertRefused(untrained("cgan", "--data", beside), "2.png is in none");
    assertRefused(untrained("cgan", "--data", single), "there is only cats");
  }

  @Test
  void a_semi_supervised_run_tells_its_accuracy_on_pictures_it_has_not_seen() {
    assertThat(trained("sgan").out())
        .contains("9000 pictures at 28×28 grey in 10 classes")
        .containsPattern("With 100 labels, \\d+\\.\\d % of 1000 held-out pictures");
  }

  @Test
  void a_resumed_semi_supervised_run_keeps_its_number_of_labels() {
    Path run = temp.resolve("run");
    TinyModels.train("sgan", run, "--steps", 1, "--labels", 20);

    assertThat(atelier("train", "sgan", "--resume", run, "--steps", 2).out())
        .contains("With 20 labels");
    var refused = atelier("train", "sgan", "--resume", run, "--labels", 30);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("--labels 30 differs", "labels was 20");
  }

  @Test
  void refuses_labels_that_cannot_be_balanced() {
    assertRefused(untrained("sgan", "--labels", 15), "a multiple of the number of classes, 10");
    assertRefused(untrained("sgan", "--labels", 0), "--labels must be at least 1, but was 0");
    assertRefused(
        untrained("sgan", "--labels", 9010), "has 900 of T-shirt/top; use fewer --labels");
  }

  @Test
  void pictures_may_be_rectangles() throws IOException {
    Path run = temp.resolve("run");

    var trained = TinyModels.train("gan", run, "--image-size", "12x16", "--sample-every", 1);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("at 16×12 grey");
    assertThat(run.resolve("run.json")).content().contains("\"height\": 12", "\"width\": 16");
    assertRefused(
        untrained("gan", "--image-size", "12x"), "height x width such as 48x64, but was '12x'");
  }

  @Test
  void a_run_keeps_how_it_loads_and_accumulates() {
    Path run = temp.resolve("run");
    TinyModels.train(
        "gan", run, "--steps", 1, "--accumulate", 2, "--prefetch", 3, "--health", "off");

    var resumed = atelier("train", "gan", "--resume", run, "--steps", 2);

    assertThat(resumed.err()).isEmpty();
    assertThat(run.resolve("run.json")).content().contains("\"accumulation\": 2");
    assertThat(run.resolve("command.json"))
        .content()
        .contains("\"threads\": 3", "\"health\": \"OFF\"");
  }

  @Test
  void rollback_keeps_the_best_checkpoint_to_draw_from() {
    Path run = temp.resolve("run");

    var trained = TinyModels.train("gan", run, "--health", "rollback");

    assertThat(trained.err()).isEmpty();
    Path out = temp.resolve("best.png");
    assertThat(atelier("sample", "--model", run.resolve("best"), "--out", out).err()).isEmpty();
    assertThat(out).exists();
  }

  @Test
  void what_steadies_a_run_is_kept_with_it() throws IOException {
    Path run = temp.resolve("run");
    var steady = List.of("--r1", 2, "--r1-every", 4, "--dragan", 10, "--penalty-every", 2);
    var trained =
        TinyModels.train(
            "gan",
            run,
            Stream.concat(
                    steady.stream(),
                    Stream.of("--diff-augment", "colour,cutout", "--label-smoothing", 0.9))
                .toArray());

    assertThat(trained.err()).isEmpty();
    assertThat(Checkpoints.latest(run).options(VanillaGanOptions.class).stabilisation())
        .isEqualTo(
            Stabilisation.none()
                .withR1(Penalty.of(1).every(4))
                .withDragan(Penalty.of(10).every(2))
                .withAugment(DiffAugment.defaults().withTranslation(0))
                .withRealTarget(0.9)
                .withAverageDecay(0.998));
    assertThat(atelier("train", "gan", "--resume", run, "--steps", 3).err()).isEmpty();
    assertThat(atelier("train", "gan", "--resume", run, "--dragan", "5").err())
        .contains("--dragan 5 differs from the run in", "weight was 10");
  }

  @Test
  void flags_without_a_value_mean_what_the_papers_say() throws IOException {
    Path run = temp.resolve("run");
    var arguments = List.of("train", "gan", "--dragan", "--diff-augment", "--steps", 1);

    var trained =
        atelier(
            Stream.concat(arguments.stream(), Stream.of("--out", run, "--batch-size", 4))
                .toArray());

    assertThat(trained.err()).isEmpty();
    var steady = Checkpoints.latest(run).options(VanillaGanOptions.class).stabilisation();
    assertThat(steady.dragan()).isEqualTo(Penalty.of(10));
    assertThat(steady.augment()).isEqualTo(DiffAugment.defaults());
  }

  @Test
  void wasserstein_gans_are_convolutional_unless_units_are_named() throws IOException {
    Path run = temp.resolve("run");
    var trained =
        atelier(
            "train",
            "wgan-gp",
            "--out",
            run,
            "--filters",
            2,
            "--batch-size",
            4,
            "--steps",
            2,
            "--penalty-every",
            2);

    assertThat(trained.err()).isEmpty();
    var options = Checkpoints.latest(run).options(WganGpOptions.class);
    assertThat(options.networks()).isEqualTo(StridedNetworks.of(2, 2));
    assertThat(options.penalty()).isEqualTo(Penalty.of(10).every(2));
    assertThat(Checkpoints.latest(run("wgan-gp")).options(WganGpOptions.class).networks())
        .isInstanceOf(PerceptronNetworks.class);
    assertRefused(untrained("wgan", "--filters", 4), "leave one out");
    assertRefused(
        untrained("wgan", "--label-smoothing", 0.9), "--label-smoothing 0.9: realTarget must be 1");
  }

  @Test
  void refuses_to_resume_with_the_command_of_another_model() {
    assertThat(atelier("train", "lsgan", "--resume", run("gan")).err())
        .hasLineCount(1)
        .contains("expects the run of the model lsgan", "./atelier train gan --resume");
  }

  private CommandLineRun untrained(String model, Object... more) {
    CommandLineRun refused = TinyModels.train(model, temp.resolve("none"), more);
    assertThat(temp.resolve("none")).doesNotExist();
    return refused;
  }

  private CommandLineRun sample(String model, Object... more) {
    var arguments = new java.util.ArrayList<Object>();
    arguments.addAll(List.of("sample", "--model", run(model), "--out", temp.resolve("grid.png")));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  private static void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Pictures.write(new Picture(1, 28, 28, new float[28 * 28]), file);
  }

  private static void assertRefused(CommandLineRun refused, String sentence) {
    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
  }
}
