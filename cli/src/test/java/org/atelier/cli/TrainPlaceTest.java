package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPlaceTest {
  @TempDir Path temp;

  @Test
  void learns_shapes_by_numbers_and_measures_where_they_landed() throws IOException {
    Path run = temp.resolve("run");

    var trained = train(run);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("place on drawn shapes: 20000 pictures at 32×32 grey conditional on numbers, CPU")
        .containsPattern(
            "256 shapes conditional on numbers: \\d+ detected; mean error of the centre ");
    assertThat(run.resolve("samples/step-000002.png")).exists();

    Path grid = temp.resolve("grid.png");
    var measured = atelier("measure-place", "--model", run, "--count", 20, "--out", grid);
    assertThat(measured.err()).isEmpty();
    assertThat(measured.out()).contains("20 shapes conditional on numbers");
    assertThat(Pictures.read(grid).width()).isGreaterThan(12 * 32);

    var resumed = atelier("train", "place", "--resume", run, "--condition", "mask");
    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err()).contains("condition");
  }

  @Test
  void learns_shapes_by_masks_and_goes_on_with_them() {
    Path run = temp.resolve("run");

    assertThat(train(run, "--condition", "mask").out())
        .contains("conditional on mask")
        .contains("256 shapes conditional on mask");

    var resumed = atelier("train", "place", "--resume", run, "--steps", 3);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("conditional on mask").contains("after step 3");
  }

  @Test
  void refuses_other_data_and_other_models() {
    var other = atelier("train", "place", "--data", "faces", "--out", temp.resolve("run"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("can only be shapes, which are generated, but was faces");
    assertThat(temp.resolve("run")).doesNotExist();

    CommandLineRun.trainTiny(temp.resolve("dcgan"), "--steps", 1);
    var measured = atelier("measure-place", "--model", temp.resolve("dcgan"));
    assertThat(measured.code()).isEqualTo(2);
    assertThat(measured.err())
        .contains("Expected a model with a conditioning input")
        .hasLineCount(1);
  }

  private static CommandLineRun train(Path run, Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("train", "place", "--out", run, "--device", "cpu", "--filters", 2));
    arguments.addAll(List.of("--latent-size", 4, "--batch-size", 4, "--steps", 2));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }
}
