package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.sample.LatentName;
import org.atelier.image.Picture;
import org.atelier.image.PictureNames;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpolate, arithmetic, invert and nearest, on the smallest DCGAN. */
class LatentCommandsTest {
  @TempDir static Path shared;

  private static Path run;

  @TempDir Path temp;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    trainTiny(run, "--steps", 1);
  }

  private static List<Integer> size(Path file) throws IOException {
    Picture picture = Pictures.read(file);
    return List.of(picture.width(), picture.height());
  }

  /** Of a grid of pictures of 28 pixels, shown as 56, with gaps of 2. */
  private static List<Integer> grid(int columns, int rows) {
    return List.of(columns * 58 + 2, rows * 58 + 2);
  }

  @Test
  void a_strip_goes_from_one_sample_to_the_other() throws IOException {
    Path out = temp.resolve("strip.png");
    var walked =
        atelier("interpolate", "--model", run, "--from", 7, "--to", 8, "--steps", 3, "--out", out);

    assertThat(walked.err()).isEmpty();
    assertThat(walked.code()).isZero();
    assertThat(walked.out()).contains("4 latents of the dcgan");
    assertThat(size(out)).isEqualTo(grid(4, 1));
    Path sample = temp.resolve("sample.png");
    atelier("sample", "--model", run, "--count", 1, "--seed", 7, "--out", sample);
    Picture first = Pictures.read(out).crop(0, 0, 60, 60);
    assertThat(first).isEqualTo(Pictures.read(sample).crop(0, 0, 60, 60));
  }

  @Test
  void several_stops_are_several_rows_and_a_closed_walk_comes_back() throws IOException {
    Path out = temp.resolve("strip.png");
    var walked =
        atelier(
            "interpolate",
            "--model",
            run,
            "--stops",
            "1,2,3:4",
            "--closed",
            "--method",
            "linear",
            "--steps",
            2,
            "--out",
            out);

    assertThat(walked.err()).isEmpty();
    assertThat(size(out)).isEqualTo(grid(3, 3));
  }

  @Test
  void a_gif_is_an_animation() throws IOException {
    Path out = temp.resolve("walk.gif");
    var walked = atelier("interpolate", "--model", run, "--steps", 3, "--out", out);

    assertThat(walked.err()).isEmpty();
    assertThat(new String(Files.readAllBytes(out), 0, 6, StandardCharsets.US_ASCII))
        .isEqualTo("GIF89a");
  }

  @Test
  void a_sum_shows_its_terms_and_itself() throws IOException {
    Path out = temp.resolve("sum.png");
    var added = atelier("arithmetic", "--model", run, "7,8 - 1 + 4:2", "--out", out);

    assertThat(added.err()).isEmpty();
    assertThat(added.out()).contains("3 terms and their sum");
    assertThat(size(out)).isEqualTo(grid(4, 1));
  }

  @Test
  void a_latent_less_itself_plus_another_is_the_other() throws IOException {
    Path sum = temp.resolve("sum.png");
    atelier("arithmetic", "--model", run, "5 - 5 + 6", "--out", sum);
    Picture drawn = Pictures.read(sum);

    assertThat(drawn.crop(0, 3 * 58, 60, 60)).isEqualTo(drawn.crop(0, 2 * 58, 60, 60));
  }

  @Test
  void inversion_finds_a_latent_that_a_walk_can_begin_at() throws IOException {
    Path given = temp.resolve("given.png");
    Pictures.write(new Picture(1, 30, 40, new float[1200]), given);
    Path out = temp.resolve("found.png");

    var found = atelier("invert", "--model", run, given, "--steps", 3, "--starts", 2, "--out", out);

    assertThat(found.err()).isEmpty();
    assertThat(found.out()).contains("PSNR", " dB", "by the dcgan");
    assertThat(size(out)).isEqualTo(grid(3, 1));
    Path latent = temp.resolve("found.safetensors");
    Path strip = temp.resolve("strip.png");
    var walked =
        atelier("interpolate", "--model", run, "--from", latent, "--steps", 1, "--out", strip);
    assertThat(walked.err()).isEmpty();
    // What the inversion drew, side by side with the target, is where the walk begins.
    assertThat(Pictures.read(strip).crop(0, 0, 60, 60))
        .isEqualTo(Pictures.read(out).crop(0, 58, 60, 60));
  }

  @Test
  void inversion_by_features_too() throws IOException {
    Path given = temp.resolve("given.png");
    Pictures.write(new Picture(3, 28, 28, new float[3 * 784]), given);
    Path out = temp.resolve("found.png");

    var found =
        atelier(
            "invert",
            "--model",
            run,
            given,
            "--steps",
            2,
            "--starts",
            2,
            "--feature-weight",
            0.1,
            "--out",
            out);

    assertThat(found.err()).isEmpty();
    assertThat(out).exists();
  }

  @Test
  void samples_stand_beside_their_nearest_pictures() throws IOException {
    Path data = Files.createDirectory(temp.resolve("data"));
    for (int i = 0; i < 3; i++) {
      var values = new float[784];
      Arrays.fill(values, i - 1f);
      Pictures.write(new Picture(1, 28, 28, values), data.resolve(i + ".png"));
    }
    for (String by : new String[] {"pixels", "features"}) {
      Path out = temp.resolve(by + ".png");
      var found =
          atelier(
              "nearest",
              "--model",
              run,
              "--data",
              data,
              "--count",
              2,
              "--neighbours",
              2,
              "--by",
              by,
              "--out",
              out);

      assertThat(found.err()).isEmpty();
      assertThat(found.out()).contains("sample 0: nearest is", "nearest of 3 pictures by " + by);
      assertThat(size(out)).isEqualTo(grid(3, 2));
    }
  }

  @Test
  void a_latent_may_be_a_picture_of_every_format_that_is_read() {
    for (String extension : PictureNames.READ) {
      for (String name :
          List.of("photo." + extension, "PHOTO." + extension.toUpperCase(Locale.ROOT))) {
        assertThat(LatentName.parse("--from", name).file()).isEqualTo(Path.of(name));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interpolate|--steps 0|--steps must be from 1 to 1000, but was 0",
        "interpolate|--from x|--from expects a latent as a seed",
        "interpolate|--from 1:-1|--from expects a latent as a seed",
        "interpolate|--from no.safetensors|there is no file no.safetensors",
        "interpolate|--stops 1|--stops expects two or more",
        "interpolate|--stops 1,2 --to 3|leave out --from and --to",
        "interpolate|--class 3|--class expects a class-conditional model",
        "interpolate|--grid|--grid expects a class-conditional model",
        "interpolate|--method cubic|--method expects linear or slerp",
        "arithmetic|1-2|SUM expects a latent as a seed",
        "arithmetic|1,,2|SUM expects a latent as a seed",
        "invert|no-such.png|PICTURE expects a picture, but there is no file no-such.png",
        "nearest|--data no-such-folder|there is no no-such-folder",
        "nearest|--data faces --count 0|--count must be from 1 to 100, but was 0",
      })
  void refuses_in_one_sentence_and_leaves_nothing(String command, String more, String sentence) {
    Path out = temp.resolve("out.png");
    var arguments = new ArrayList<Object>(List.of(command, "--model", run, "--out", out));
    arguments.addAll(List.of(more.split(" ")));

    var refused = atelier(arguments.toArray());

    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(temp).isEmptyDirectory();
  }
}
