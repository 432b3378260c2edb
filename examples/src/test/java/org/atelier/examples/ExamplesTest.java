package org.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.InMemory;
import org.atelier.datasets.Faces;
import org.atelier.datasets.Photos;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.random.CounterRandom;
import org.atelier.train.Checkpoints;
import org.atelier.train.Trained;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example with few steps, and what it leaves behind. */
class ExamplesTest {
  private static final Path GOLDEN = Path.of("../core/src/test/resources/golden/formats");
  private static final int PADDING = 2;

  /** One folder for all tests, so that embedded pictures are written once. */
  @TempDir static Path temp;

  /** What a main prints. */
  private static String run(ExampleMain.Main main, Object... arguments) throws Exception {
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      main.run(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** A folder of some embedded faces. */
  private static Path faces(String name, int from, int to) throws IOException {
    return EmbeddedFolder.write(
        Faces.embedded().filter(i -> i >= from && i < to), temp.resolve(name));
  }

  private static void assertGrid(Path file, int columns, int rows, int cell) throws IOException {
    Picture picture = Pictures.read(file);
    assertThat(picture.width()).isEqualTo(columns * (cell + PADDING) + PADDING);
    assertThat(picture.height()).isEqualTo(rows * (cell + PADDING) + PADDING);
  }

  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("losses.csv"));
  }

  @Test
  void embedded_pictures_are_written_once() throws Exception {
    Path folder = faces("three", 0, 3);

    assertThat(ImageFolder.open(folder).names())
        .containsExactly("0000.png", "0001.png", "0002.png");
    assertThat(Pictures.read(folder.resolve("0002.png")))
        .isEqualTo(Faces.embedded().picture(2).toRgb());
    assertThat(ImageFolder.open(faces("three", 0, 9)).size()).isEqualTo(3);
  }

  @Test
  void a_gan_learns_from_a_folder_and_leaves_pictures_of_it() throws Exception {
    faces("faces", 0, 40); // beside the run, so the example need not write its thousands
    Path run = temp.resolve("gan");

    String printed = run(TrainGanOnFolder::main, run, 2);

    assertThat(printed).contains("step 2/2", "training.gif");
    assertThat(losses(run)).hasSize(1 + 2);
    assertGrid(run.resolve("samples/step-000002.png"), 8, 8, 64); // 32×32, shown as 64×64
    assertThat(run.resolve("training.gif")).isNotEmptyFile();
    assertThat(Pictures.read(run.resolve("losses.png")).width()).isPositive();
  }

  @Test
  void a_gan_learns_from_a_folder_of_ones_own() throws Exception {
    Path folder = faces("forty", 0, 40);
    Path run = temp.resolve("gan-of-forty");

    run(TrainGanOnFolder::main, run, 1, folder);

    assertThat(Checkpoints.latest(run).description().data()).contains("40 picture files");
  }

  @Test
  void a_run_continued_ends_as_one_that_was_never_interrupted() throws Exception {
    Path twice = temp.resolve("twice");
    Path once = temp.resolve("once");

    run(ResumeRun::main, twice, 2);
    String printed = run(ResumeRun::main, twice, 2);
    run(ResumeRun::main, once, 4);

    assertThat(printed).contains("Continued at step 2", "at step 4");
    assertThat(losses(twice)).hasSize(1 + 4).isEqualTo(losses(once));
    for (String name : List.of("generator.safetensors", "discriminator.optimizer.safetensors")) {
      assertThat(Checkpoints.latest(twice).folder().resolve(name))
          .hasSameBinaryContentAs(Checkpoints.latest(once).folder().resolve(name));
    }
  }

  @Test
  void pictures_of_two_classes_come_from_one_run() throws Exception {
    Path run = temp.resolve("classes");

    run(SampleClass::main, run, 2);
    List<String> trained = losses(run);
    run(SampleClass::main, run, 2, "Ankle boot");

    assertThat(losses(run)).hasSize(1 + 2).isEqualTo(trained);
    assertGrid(run.resolve("Bag.png"), 8, 8, 32);
    assertThat(Pictures.read(run.resolve("Ankle-boot.png")))
        .isNotEqualTo(Pictures.read(run.resolve("Bag.png")));
    assertThatThrownBy(() -> SampleClass.main(run.toString(), "2", "Hat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ankle boot")
        .hasMessageContaining("but got Hat");
  }

  @Test
  void a_model_of_ones_own_trains_and_loads() throws Exception {
    Path run = temp.resolve("model");

    run(OwnModel::main, run, 2);

    assertThat(losses(run).get(0)).contains("discriminator.relativistic", "generator.relativistic");
    assertThat(run.resolve("training.gif")).isNotEmptyFile();
    try (var gan = Trained.load(run, OwnModel.class)) {
      assertThat(gan.sample(1, 3).get(0).height()).isEqualTo(28);
    }
  }

  @Test
  void the_parameter_of_a_layer_of_ones_own_learns() throws Exception {
    Path run = temp.resolve("layer");

    run(OwnLayer::main, run, 2);

    assertGrid(run.resolve("samples.png"), 8, 8, 28);
    Path weights = Checkpoints.latest(run).folder().resolve("decoder.safetensors");
    assertThat(Safetensors.read(weights).get("1.alpha").toFloats()).hasSize(400).doesNotContain(1f);
  }

  @Test
  void a_data_set_of_ones_own_gives_the_same_pictures_again() throws Exception {
    var data = new OwnDataSet();
    try (var manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {4, 9, 4}, CounterRandom.of(0)).toBatch(manager);
      List<Picture> pictures = Pictures.fromBatch(batch.images());

      assertThat(pictures.get(2)).isEqualTo(pictures.get(0)).isNotEqualTo(pictures.get(1));
      assertThat(pictures.get(0).clamped()).isEqualTo(pictures.get(0));
      assertThat(pictures.get(0).channels()).isEqualTo(1);
    }
    Path run = temp.resolve("data");

    run(OwnDataSet::main, run, 2);

    assertThat(run.resolve("training.gif")).isNotEmptyFile();
    assertThat(Checkpoints.latest(run).description().data()).isEqualTo(data.fingerprint());
  }

  @Test
  void anomalies_are_scored_and_shown() throws Exception {
    Path run = temp.resolve("anomalies");

    String printed = run(FindAnomalies::main, run, 100);

    assertGrid(run.resolve("anomalies.png"), 8, 8, 28);
    String area = printed.replaceAll("(?s).*ROC curve: ([0-9.]+) .*", "$1");
    assertThat(Double.parseDouble(area)).isBetween(0.55, 1.0);
  }

  @Test
  void pix2pix_shows_pairs_that_it_has_not_seen() throws Exception {
    Path run = temp.resolve("pairs");

    run(Pix2PixOnPairs::main, run, 2);

    assertGrid(run.resolve("pairs.png"), 6, 12, 64);
  }

  @Test
  void pix2pix_learns_from_two_folders() throws Exception {
    Path targets = faces("eleven", 0, 11);
    List<Picture> grey = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      grey.add(Faces.embedded().picture(i).toGrey());
    }
    Path inputs = EmbeddedFolder.write(InMemory.of(grey), temp.resolve("grey"));
    Path run = temp.resolve("pairs-of-folders");

    run(Pix2PixOnPairs::main, run, 1, inputs, targets);

    assertGrid(run.resolve("pairs.png"), 6, 1, 64); // number 0 and number 10 are held out
  }

  @Test
  void cyclegan_translates_both_ways() throws Exception {
    Path run = temp.resolve("cyclegan");

    run(CycleGanOnFolders::main, run, 2, faces("a", 0, 5), faces("b", 5, 40));

    assertGrid(run.resolve("translated.png"), 8, 12, 32);
    assertThat(losses(run)).hasSize(1 + 2);
  }

  @Test
  void photographs_of_any_size_are_translated_by_published_weights() throws Exception {
    var photos = Photos.embedded();
    List<Picture> small = new ArrayList<>();
    small.add(Resizer.BILINEAR.resize(photos.picture(0), 40, 61));
    small.add(Resizer.BILINEAR.resize(photos.picture(1), 33, 32));
    Path folder =
        EmbeddedFolder.write(
            InMemory.of(small.stream().map(Picture::clamped).toList()), temp.resolve("small"));
    Path out = temp.resolve("photographs");

    run(TranslatePhotographs::main, out, GOLDEN.resolve("cyclegan_resnet/weights.pth"), folder);

    Picture made = Pictures.read(out.resolve("0000.png"));
    assertThat(made.height()).isEqualTo(40);
    assertThat(made.width()).isEqualTo(61);
    assertThat(made).isNotEqualTo(Pictures.read(folder.resolve("0000.png")));
    assertThat(Pictures.read(out.resolve("0001.png")).width()).isEqualTo(32);
  }

  @Test
  void missing_weights_are_asked_for_in_words() {
    Path missing = temp.resolve("missing.pth");

    assertThatThrownBy(() -> TranslatePhotographs.main(temp.toString(), missing.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("pytorch-CycleGAN-and-pix2pix");
  }

  @Test
  void a_photograph_is_dreamt_in_two_ways() throws Exception {
    Path out = temp.resolve("dreams");
    Path photograph = faces("dreamt", 0, 1).resolve("0000.png");

    run(DreamOfPhotograph::main, out, 1, photograph);

    assertThat(Pictures.read(out.resolve("layer.png"))).isNotEqualTo(Pictures.read(photograph));
    assertThat(Pictures.read(out.resolve("eyes-and-plumes.png")).width())
        .isEqualTo(Pictures.read(photograph).width());
  }

  @Test
  void a_photograph_is_painted_by_patches_and_by_optimisation() throws Exception {
    Path out = temp.resolve("painted");
    Path photograph = faces("photograph", 0, 1).resolve("0000.png");
    Path painting = faces("painting", 1, 2).resolve("0000.png");

    run(PaintPhotograph::main, out, 48, photograph, painting);

    assertThat(Pictures.read(out.resolve("patches.png")).width()).isEqualTo(48);
    assertThat(Pictures.read(out.resolve("optimised.png")))
        .isNotEqualTo(Pictures.read(out.resolve("patches.png")));
  }

  @Test
  void folders_are_scored_and_the_same_folder_is_nearest() throws Exception {
    Path real = faces("real", 0, 12);
    Path other = temp.resolve("other");
    Path same = temp.resolve("same");

    run(EvaluateFolders::main, other, 12, real, faces("generated", 12, 30));
    run(EvaluateFolders::main, same, 12, real, real);

    assertThat(scores(other))
        .extracting(line -> line.split(",")[0])
        .containsExactly("feature distance", "precision", "recall", "density", "coverage");
    assertThat(value(scores(same), 0)).isLessThan(0.01).isLessThan(value(scores(other), 0));
    assertThat(value(scores(same), 2)).isEqualTo(1);
  }

  private static List<String> scores(Path out) throws IOException {
    return Files.readAllLines(out.resolve("scores.csv"));
  }

  private static double value(List<String> scores, int line) {
    return Double.parseDouble(scores.get(line).split(",")[1]);
  }

  @Test
  void a_predictor_makes_the_samples_of_the_model() throws Exception {
    Path run = temp.resolve("predictor");

    run(UseAsPredictor::main, run, 2);

    Path sampled = temp.resolve("sampled.png");
    try (var gan = Dcgan.load(run)) {
      Pictures.write(PictureGrid.defaults().arrange(gan.sample(64, 7)), sampled);
    }
    assertThat(Pictures.read(run.resolve("predicted.png"))).isEqualTo(Pictures.read(sampled));
  }
}
