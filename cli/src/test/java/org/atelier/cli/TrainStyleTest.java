package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.train.Checkpoints;
import org.atelier.translation.style.adain.AdaIn;
import org.atelier.translation.style.fast.FastStyle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that train styles, in two steps each. */
class TrainStyleTest {
  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path photos;
  private static Path painting;

  @BeforeAll
  static void pictures() throws IOException {
    photos = Files.createDirectory(shared.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      Pictures.write(picture(40, 56, i), photos.resolve(i + ".png"));
    }
    painting = shared.resolve("my painting.png");
    Pictures.write(picture(48, 64, 9), painting);
  }

  private static Picture picture(int height, int width, int seed) {
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin((0.05 + 0.01 * seed) * i + seed);
    }
    return new Picture(3, height, width, values);
  }

  private static CommandLineRun fast(Path out, Object... more) {
    return run("fast-style", out, "--width", 2, "--style-size", 64, List.of(more));
  }

  private static CommandLineRun run(String model, Path out, Object... more) {
    Map<Object, Object> options = new LinkedHashMap<>();
    options.put("--out", out);
    options.put("--data", photos);
    options.put("--device", "cpu");
    options.put("--image-size", 32);
    options.put("--batch-size", 2);
    options.put("--steps", 2);
    options.put("--sample-every", 2);
    var given = new ArrayList<>();
    for (Object option : more) {
      if (option instanceof List<?> several) {
        given.addAll(several);
      } else {
        given.add(option);
      }
    }
    for (int i = 0; i < given.size(); i += 2) {
      options.put(given.get(i), given.get(i + 1));
    }
    var arguments = new ArrayList<Object>(List.of("train", model));
    options.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return atelier(arguments.toArray());
  }

  @Test
  void a_network_of_two_styles_is_trained_resumed_and_translates() throws IOException {
    Path run = temp.resolve("run");
    CommandLineRun trained = fast(run, "--style", painting + ",colour_folds");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("./atelier translate --model " + run);
    // Content and two styles.
    Picture grid = Pictures.read(run.resolve("samples/step-000002.png"));
    assertThat(grid.width()).isEqualTo(3 * 66 + 2);

    Path out = temp.resolve("out.png");
    Path photo = photos.resolve("0.png");
    var made = atelier("translate", "--model", run, "--device", "cpu", photo, out);
    assertThat(made.err()).isEmpty();
    Picture first = Pictures.read(out);
    assertThat(List.of(first.height(), first.width())).isEqualTo(List.of(40, 56));
    atelier("translate", "--model", run, "--device", "cpu", "--domain", "my painting", photo, out);
    assertThat(Pictures.read(out)).isEqualTo(first);
    try (FastStyle model = FastStyle.load(run, Device.cpu())) {
      assertThat(model.targetDomains()).containsExactly("my painting", "colour_folds");
    }

    Path half = temp.resolve("half");
    fast(half, "--style", painting + ",colour_folds", "--steps", 1);
    var resumed = atelier("train", "fast-style", "--resume", half, "--steps", 2);
    assertThat(resumed.err()).isEmpty();
    String weights = "checkpoints/step-2/transformer.safetensors";
    assertThat(half.resolve(weights)).hasSameBinaryContentAs(run.resolve(weights));

    Path wider = temp.resolve("wider");
    refused(
        fast(wider, "--init-from", run.resolve(weights), "--width", 3),
        "--width expects that of the weights");
    assertThat(wider).doesNotExist();
    var other = atelier("train", "fast-style", "--resume", half, "--style", "starry_night");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--style");
  }

  @Test
  void wrong_styles_features_and_weights_are_refused_in_a_sentence() throws IOException {
    refused(fast(temp.resolve("a"), "--style", "scream.jpg"), "there is no scream.jpg");
    refused(fast(temp.resolve("a"), "--features", "vgg20"), "--features expects");
    Path tiny = temp.resolve("tiny.png");
    Pictures.write(picture(8, 300, 1), tiny);
    refused(fast(temp.resolve("a"), "--style", tiny), "at least 32 pixels");
    refused(fast(temp.resolve("a"), "--init-from", tiny), "tiny.png");
    refused(fast(temp.resolve("a"), "--image-size", 34), "multiple of 4");
    assertThat(temp.resolve("a")).doesNotExist();
  }

  private static void refused(CommandLineRun run, String message) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void a_decoder_for_any_style_is_trained_and_resumed() throws IOException {
    Path run = temp.resolve("run");
    Path styles = Files.createDirectory(temp.resolve("styles"));
    Files.copy(painting, styles.resolve("a.png"));
    CommandLineRun trained = run("adain", run, "--style", styles);
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(run.resolve("samples/step-000002.png")).exists();
    assertThat(Checkpoints.latest(run).description().model()).isEqualTo(AdaIn.class.getName());

    Path half = temp.resolve("half");
    run("adain", half, "--style", styles, "--steps", 1);
    var resumed = atelier("train", "adain", "--resume", half, "--steps", 2);
    assertThat(resumed.err()).isEmpty();
    String weights = "checkpoints/step-2/decoder.safetensors";
    assertThat(half.resolve(weights)).hasSameBinaryContentAs(run.resolve(weights));
    refused(run("adain", temp.resolve("b"), "--style", temp.resolve("none")), "--style expects");
    refused(
        atelier("translate", "--model", run, painting, temp.resolve("out.png")),
        "use ./atelier stylize");
    assertThat(atelier("list").out()).contains("adain").contains("fast-style");
  }
}
