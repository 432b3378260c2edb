package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Pictures;
import org.atelier.train.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that a jar on the class path provides works in the commands like those of this library.
 */
class OwnModelTest {
  @TempDir Path folder;

  private CommandLineRun train(Path run, Object... more) {
    var arguments = new ArrayList<Object>(List.of("train", "own-gan", "--out", run));
    arguments.addAll(List.of("--device", "cpu", "--steps", 3, "--batch-size", 4));
    arguments.addAll(List.of("--image-size", 8));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  @Test
  void is_listed() {
    assertThat(atelier("list", "--runs", folder).out())
        .contains("own-gan        a model of the tests");
    assertThat(atelier("train", "--help").out()).contains("own-gan");
    assertThat(atelier("train", "own-gan", "--help").out())
        .contains("Trains a model: a model of the tests.", "--set=NAME=VALUE", "default: 32x32")
        .containsIgnoringWhitespaces(
            "Names for --set: picture.channels, picture.height, picture.width, units,"
                + " optimizer.learningRate");
    assertThat(atelier("train", "no-gan", "--steps", 2).err())
        .contains("there is no ./atelier train no-gan")
        .hasLineCount(1);
  }

  @Test
  void trains_with_options_that_follow_from_the_pictures_and_resumes() throws IOException {
    Path run = folder.resolve("run");

    CommandLineRun trained = train(run, "--set", "units=5", "--set", "optimizer.learningRate=0.01");

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("Training own-gan", "8×8 grey");
    OwnGan.Options options = Checkpoints.latest(run).options(OwnGan.Options.class);
    assertThat(options.picture().height()).isEqualTo(8);
    assertThat(options.units()).isEqualTo(5);
    assertThat(options.optimizer().learningRate()).isEqualTo(0.01);

    CommandLineRun resumed = atelier("train", "own-gan", "--resume", run, "--steps", 5);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(5);
    assertThat(atelier("list", "--runs", folder).out()).containsPattern("run +own-gan +5");
  }

  @Test
  void samples_walks_and_is_evaluated() throws IOException {
    Path run = folder.resolve("run");
    train(run);
    Path grid = folder.resolve("grid.png");

    assertThat(atelier("sample", "--model", run, "--count", 4, "--out", grid).code()).isZero();
    assertThat(Pictures.read(grid).width()).isGreaterThanOrEqualTo(16);
    Path walk = folder.resolve("walk.gif");
    assertThat(atelier("interpolate", "--model", run, "--out", walk).code()).isZero();
    Path clothes = Files.createDirectory(folder.resolve("clothes"));
    for (int i = 0; i < 10; i++) {
      Pictures.write(FashionMnist.embedded().picture(i), clothes.resolve(i + ".png"));
    }
    CommandLineRun evaluated =
        atelier("evaluate", "--model", run, "--data", clothes, "--count", 10);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("own-gan");
  }

  @Test
  void refuses_options_that_it_does_not_have() {
    CommandLineRun unknown = train(folder.resolve("a"), "--set", "filters=3");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("--set expects the name of an option out of [picture, units, optimizer]");

    CommandLineRun outOfRange = train(folder.resolve("b"), "--set", "units=0");
    assertThat(outOfRange.code()).isEqualTo(2);
    assertThat(outOfRange.err()).contains("units must be at least 1, but was 0");

    CommandLineRun noNumber = train(folder.resolve("c"), "--set", "units=many");
    assertThat(noNumber.code()).isEqualTo(2);
    assertThat(noNumber.err()).contains("--set units expects a number");
    assertThat(folder).isEmptyDirectory();
  }
}
