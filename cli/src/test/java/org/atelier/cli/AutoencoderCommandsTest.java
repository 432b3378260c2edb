package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atelier.cli.data.Pixels;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with auto-encoders, each with a tiny one. */
class AutoencoderCommandsTest {
  @TempDir static Path shared;

  /** One run a model serves all tests. */
  private static final Map<String, CommandLineRun> RUNS = new ConcurrentHashMap<>();

  @TempDir Path temp;

  private static Path run(String model, Object... more) {
    String name = model + List.of(more).hashCode();
    CommandLineRun trained =
        RUNS.computeIfAbsent(name, any -> TinyModels.train(model, shared.resolve(name), more));
    assertThat(trained.err()).isEmpty();
    return shared.resolve(name);
  }

  private Path picture(String name, int side, float value) throws IOException {
    Path file = temp.resolve(name);
    var values = new float[side * side];
    Arrays.fill(values, value);
    Pictures.write(new Picture(1, side, side, values), file);
    return file;
  }

  private static CommandLineRun use(String verb, Path model, Object... more) {
    var arguments = new ArrayList<Object>(List.of(verb, "--model", model));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  private static void assertDone(CommandLineRun run, String... said) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    for (String part : said) {
      assertThat(run.out()).contains(part);
    }
  }

  private static void assertRefused(CommandLineRun refused, String sentence) {
    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vae", "cvae", "vq-vae"})
  void what_remains_is_shown_below_pictures(String model) throws IOException {
    Path out = temp.resolve("out.png");

    assertDone(
        use("reconstruct", run(model), "--count", 4, "--out", out),
        "4 pictures by the " + model,
        "dB on average");

    Picture grid = Pictures.read(out);
    // Pictures of 28 pixels are shown as 56, with gaps of 2.
    assertThat(List.of(grid.width(), grid.height())).containsExactly(4 * 58 + 2, 2 * 58 + 2);
  }

  @Test
  void files_of_any_size_are_brought_to_the_models() throws IOException {
    Path out = temp.resolve("out.png");
    Path file = picture("grey.png", 40, 0);

    assertDone(use("reconstruct", run("vae"), file, "--out", out), "1 pictures by the vae");
    assertRefused(use("reconstruct", run("cvae"), file, "--out", out), "choose one with --class");
    assertDone(use("reconstruct", run("cvae"), file, "--class", "Bag", "--out", out));
    assertRefused(
        use("reconstruct", run("cvae"), file, "--class", 10, "--out", out),
        "--class expects a number from 0 to 9");
    assertRefused(use("reconstruct", run("gan"), "--out", out), "Expected an auto-encoder");
    assertRefused(use("reconstruct", run("vae"), temp.resolve("no.png"), "--out", out), "no.png");
  }

  @Test
  void noise_is_added_and_removed() {
    Path out = temp.resolve("out.png");

    assertDone(
        use("denoise", run("vae", "--input-noise", 0.5), "--noise", 0.5, "--out", out),
        // Noise of deviation 0.5 in a range of 2: 20 log10(2 / 0.5), as long as nothing is clipped.
        "PSNR 12.");
    var plain = use("denoise", run("vae"), "--noise", 0.5, "--out", out);
    assertDone(plain, "was not trained on noisy inputs");
    assertRefused(use("denoise", run("vae"), "--noise", -1, "--out", out), "--noise must be");
  }

  @Test
  void each_value_has_a_row_and_one_a_gif() throws IOException {
    Path strip = temp.resolve("strip.png");
    Path gif = temp.resolve("one.gif");

    assertDone(
        use("traverse", run("vae"), "--steps", 3, "--out", strip), "4 of 4 latent dimensions");
    Picture grid = Pictures.read(strip);
    assertThat(List.of(grid.width(), grid.height())).containsExactly(4 * 58 + 2, 4 * 58 + 2);
    assertDone(
        use("traverse", run("vae"), "--values", 1, "--steps", 3, "--from", "7:1", "--out", gif));
    assertThat(gif).isNotEmptyFile();
    assertRefused(use("traverse", run("vae"), "--out", gif), "choose it with --values");
    assertRefused(
        use("traverse", run("vae"), "--values", 4, "--out", strip),
        "--values expects numbers from 0 to 3");
    assertRefused(
        use("traverse", run("vq-vae"), "--out", strip),
        "a model that generates pictures from latents");
  }

  @Test
  void a_plane_is_of_two_latents() throws IOException {
    Path out = temp.resolve("plane.png");

    assertDone(
        use("manifold", run("vae", "--latent-size", 2), "--side", 3, "--out", out), "9 pictures");
    assertThat(Pictures.read(out).width()).isEqualTo(3 * 28);
    assertRefused(
        use("manifold", run("vae"), "--side", 3, "--out", out),
        "expects a model of 2 latents, but the vae");
  }

  @Test
  void walks_lead_from_picture_to_picture() throws IOException {
    Path black = picture("black.png", 28, -1);
    Path white = picture("white.png", 28, 1);
    Path out = temp.resolve("walk.png");

    assertDone(
        use("interpolate", run("vae"), "--from", black, "--to", white, "--steps", 2, "--out", out),
        "Interpolation over 3 latents");
    assertRefused(
        use("interpolate", run("gan"), "--from", black, "--out", out), "use ./atelier invert");
    assertRefused(
        use("interpolate", run("cvae"), "--from", black, "--out", out), "choose one with --class");
  }

  @Test
  void a_class_that_was_left_out_is_looked_for() throws IOException {
    Path run = run("vae", "--without-class", "Bag");
    Path csv = temp.resolve("scores.csv");
    Path out = temp.resolve("strange.png");
    assertThat(RUNS.get(run.getFileName().toString()).out()).contains("8105 pictures");

    var found = use("anomaly", run, "--samples", 2, "--count", 30, "--csv", csv, "--out", out);

    assertDone(found, "ROC AUC of detecting 30 pictures of Bag: 0.", "held out");
    assertThat(Files.readAllLines(csv))
        .hasSize(61)
        .startsWith("picture,sought,reconstruction,negative log-likelihood");
    assertThat(out).isNotEmptyFile();
  }

  @Test
  void strange_pictures_are_scored_without_a_class_too() {
    Path csv = temp.resolve("scores.csv");
    Path out = temp.resolve("strange.png");

    var found =
        use("anomaly", run("vae"), "--samples", 2, "--count", 5, "--csv", csv, "--out", out);

    assertDone(found, "5 pictures of the training data");
    assertThat(found.out()).doesNotContain("ROC");
    assertRefused(
        use("anomaly", run("vae"), "--class", "Hat", "--csv", csv, "--out", out),
        "--class expects a number from 0 to 9 or one of T-shirt/top");
    assertRefused(
        use("anomaly", run("vae-gan"), "--csv", csv, "--out", out),
        "Expected a model with a likelihood");
  }

  @Test
  void the_likelihood_is_that_of_pictures_held_out() {
    var measured = use("likelihood", run("vae", "--hold-out", 500), "--samples", 3);

    assertDone(
        measured,
        "20 pictures held out by the vae",
        "evidence lower bound",
        "negative log-likelihood",
        "takes grey levels for probabilities");
    assertRefused(use("likelihood", run("gan")), "Expected a model with a likelihood");
    assertRefused(
        use("likelihood", run("vae"), "--samples", 0), "--samples must be from 1 to 1000000");
    assertRefused(untrained("--hold-out", 1), "--hold-out holds out every N-th");
    assertRefused(untrained("--without-class", "Hat"), "--without-class expects a number from 0");
  }

  private CommandLineRun untrained(Object... more) {
    CommandLineRun refused = TinyModels.train("vae", temp.resolve("none"), more);
    assertThat(temp.resolve("none")).doesNotExist();
    return refused;
  }

  @Test
  void bernoulli_takes_black_and_white_alone() {
    assertRefused(untrained("--likelihood", "bernoulli"), "but got the grey");
    assertRefused(untrained("--deviation", 0.1), "--deviation expects --likelihood gaussian");
    Path run = run("vae", "--likelihood", "bernoulli", "--binarise", "drawn");

    var measured = use("likelihood", run, "--samples", 2, "--count", 4);

    assertDone(measured, "4 pictures of the training data");
    assertThat(measured.out()).doesNotContain("takes grey levels");
  }

  @ParameterizedTest
  @CsvSource({"gaussian,perceptrons", "learned,convolutions", "logistic,residuals"})
  void likelihoods_and_networks_can_be_chosen(String likelihood, String architecture) {
    Path run =
        likelihood.equals("gaussian")
            ? run("vae", "--likelihood", likelihood, "--architecture", architecture)
            : run(
                "beta-vae",
                "--likelihood",
                likelihood,
                "--architecture",
                architecture,
                "--filters",
                2);

    assertDone(use("likelihood", run, "--samples", 2, "--count", 4), "bits per value");
  }

  @Test
  void refuses_latents_and_options_that_fit_no_network() {
    assertRefused(untrained("--latent-size", 0), "--latent-size must be at least 1, but was 0");
    assertRefused(untrained("--filters", 4), "--filters expects --architecture convolutions");
    assertRefused(
        untrained("--architecture", "convolutions", "--units", 4),
        "--units expects --architecture perceptrons");
  }

  @Test
  void a_compressed_picture_is_read_by_its_model_alone() throws IOException {
    Path file = picture("grey.png", 28, 0.1f);
    Path small = temp.resolve("grey.avq");
    Path back = temp.resolve("back.png");
    Path run = run("vq-vae");

    var compressed = use("compress", run, file, "--out", small);

    assertDone(compressed, "bits per pixel, PSNR", "JPEG");
    assertDone(use("decompress", run, small, "--out", back));
    assertThat(Pictures.read(back).width()).isEqualTo(28);
    assertRefused(
        use("decompress", run("vq-vae", "--seed", 1), small, "--out", back),
        "compressed by another model");
    byte[] bytes = Files.readAllBytes(small);
    bytes[bytes.length - 1] ^= 1;
    Path damaged = Files.write(temp.resolve("damaged.avq"), bytes);
    assertRefused(use("decompress", run, damaged, "--out", back), "is damaged");
    assertRefused(use("decompress", run, file, "--out", back), "no compressed picture");
  }

  @Test
  void only_pictures_of_the_models_size_are_compressed() throws IOException {
    Path file = picture("large.png", 40, 0);
    Path small = temp.resolve("large.avq");

    assertRefused(
        use("compress", run("vq-vae"), file, "--out", small),
        "Expected a picture of 28×28 pixels, the model's size");
    assertThat(small).doesNotExist();
    assertDone(use("compress", run("vq-vae"), file, "--fit", "--out", small));
    assertRefused(
        use("compress", run("vae"), file, "--out", small), "Expected a model that compresses");
  }

  @Test
  void samples_come_from_a_mixture_too() throws IOException {
    Path prior = temp.resolve("prior.png");
    Path mixture = temp.resolve("mixture.png");

    assertDone(use("sample", run("vae"), "--count", 4, "--out", prior));
    assertDone(use("sample", run("vae"), "--count", 4, "--mixture", 2, "--out", mixture));

    assertThat(Files.readAllBytes(mixture)).isNotEqualTo(Files.readAllBytes(prior));
    assertRefused(
        use("sample", run("gan"), "--mixture", 2, "--out", prior),
        "Expected a model with an encoder");
    assertRefused(
        use("sample", run("vae"), "--mixture", 0, "--out", prior),
        "--mixture must be from 1 to 10000");
    assertRefused(
        use("sample", run("vq-vae"), "--mixture", 2, "--out", prior),
        "has discrete codes; leave them out");
  }

  @Test
  void pixels_have_a_signal_to_noise_ratio() {
    var black = new Picture(1, 1, 2, new float[] {-1, -1});
    var half = new Picture(1, 1, 2, new float[] {-1, 1});

    assertThat(Pixels.meanSquare(black, half)).isEqualTo(2);
    // On [0, 1] the mean square is ½.
    assertThat(Pixels.decibels(List.of(black), List.of(half)))
        .isCloseTo(10 * Math.log10(2), within(1e-9));
  }
}
