package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The latent tools and the evaluation of models that know classes. */
class ConditionalToolsTest {
  private static final int CLASSES = FashionMnist.CLASSES.size();

  @TempDir static Path shared;

  private static Path run;

  @TempDir Path temp;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    assertThat(TinyModels.train("cgan", run).code()).isZero();
  }

  @Test
  void a_walk_keeps_to_a_class_that_is_named_or_numbered() throws IOException {
    Path named = temp.resolve("named.png");
    Path numbered = temp.resolve("numbered.png");
    var walked = atelier("interpolate", "--model", run, "--class", "Bag", "--out", named);
    atelier("interpolate", "--model", run, "--class", 8, "--out", numbered);

    assertThat(walked.err()).isEmpty();
    assertThat(named).hasSameBinaryContentAs(numbered);
  }

  @Test
  void a_grid_walks_through_every_class() throws IOException {
    Path out = temp.resolve("grid.png");
    var walked = atelier("interpolate", "--model", run, "--grid", "--steps", 2, "--out", out);

    assertThat(walked.err()).isEmpty();
    Picture grid = Pictures.read(out);
    Path one = temp.resolve("one.png");
    atelier("interpolate", "--model", run, "--class", 3, "--steps", 2, "--out", one);
    Picture row = Pictures.read(one);
    assertThat(grid.width()).isEqualTo(row.width());
    int height = (grid.height() - 2) / CLASSES;
    assertThat(grid.crop(3 * height, 0, row.height(), row.width())).isEqualTo(row);
  }

  @Test
  void asks_which_class_where_there_are_some() {
    var refused = atelier("interpolate", "--model", run, "--out", temp.resolve("x.png"));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("10 classes; choose one with --class");
  }

  @Test
  void inversion_finds_the_class_too() throws IOException {
    Path given = temp.resolve("given.png");
    Pictures.write(FashionMnist.embedded().picture(0), given);

    var found =
        atelier("invert", "--model", run, given, "--steps", 1, "--out", temp.resolve("found.png"));

    assertThat(found.err()).isEmpty();
    assertThat(found.out()).containsPattern("dB before optimisation\\), class \\d");
  }

  @Test
  void a_classifier_that_was_trained_here_may_judge() throws IOException {
    Path judge = temp.resolve("judge");
    assertThat(TinyModels.train("sgan", judge).code()).isZero();
    Path data = Files.createDirectory(temp.resolve("data"));
    for (int i = 0; i < 10; i++) {
      Pictures.write(FashionMnist.embedded().picture(i), data.resolve(i + ".png"));
    }

    var judged =
        atelier(
            "evaluate",
            "--model",
            run,
            "--data",
            data,
            "--count",
            20,
            "--metrics",
            "distance,score",
            "--classifier",
            judge);

    assertThat(judged.err()).isEmpty();
    assertThat(List.of(judged.out().split("\n")))
        .anyMatch(line -> line.matches(" +feature distance .*"))
        .anyMatch(line -> line.matches(" +classifier score .*"))
        .anyMatch(line -> line.contains("classifier of a run of sgan"));
  }
}
