package org.atelier.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.train.LoopListener.Outcome;
import org.atelier.train.RunStatus;
import org.atelier.train.TrainingOptions;
import org.atelier.train.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleGridTest {
  @TempDir Path folder;

  private final List<Integer> sampled = new ArrayList<>();
  private final SampleGrid grid = new SampleGrid(this::sample, 4, 10);

  private List<Picture> sample(int count, long seed) {
    sampled.add(count);
    return Collections.nCopies(count, new Picture(1, 2, 2, new float[4]));
  }

  @Test
  void draws_before_the_first_step_and_at_the_end() throws IOException {
    start(0);
    grid.onEnd(new Outcome(RunStatus.COMPLETED, 7, ""));

    assertThat(sampled).containsExactly(4, 4);
    assertThat(file(0)).exists();
    assertThat(file(7)).exists();
    assertThat(frames()).isEqualTo(2);
  }

  @Test
  void does_not_draw_from_a_network_that_failed() throws IOException {
    start(0);
    grid.onEnd(new Outcome(RunStatus.FAILED, 7, "NaN"));

    assertThat(sampled).hasSize(1);
    assertThat(file(7)).doesNotExist();
  }

  @Test
  void resumed_run_removes_samples_after_its_checkpoint_and_keeps_the_others() throws IOException {
    existing(10, 2);
    existing(20, 2);
    existing(30, 2);
    Path mine = Files.writeString(folder.resolve("samples/notes.txt"), "mine");

    start(20);

    assertThat(sampled).isEmpty();
    assertThat(file(20)).exists();
    assertThat(file(30)).doesNotExist();
    assertThat(mine).exists();
  }

  @Test
  void animation_leaves_out_frames_of_another_size() throws IOException {
    existing(10, 3);
    existing(20, 2);

    start(20);
    grid.onEnd(new Outcome(RunStatus.COMPLETED, 20, ""));

    assertThat(frames()).isEqualTo(1);
  }

  @Test
  void animation_of_a_long_run_is_thinned() throws IOException {
    for (int step = 1; step <= 450; step++) {
      existing(step, 2);
    }

    start(450);
    grid.onEnd(new Outcome(RunStatus.COMPLETED, 450, ""));

    // Every third of the 450.
    assertThat(frames()).isEqualTo(150);
  }

  @Test
  void refuses_senseless_numbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleGrid(this::sample, 0, 10))
        .withMessage("count must be at least 1, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleGrid(this::sample, 1, 0))
        .withMessage("every must be at least 1, but was 0");
  }

  private void start(long firstStep) throws IOException {
    // The parameters are never made: the listener asks its sampler alone.
    try (var gan = new Dcgan(DcganOptions.defaults())) {
      grid.onStart(new TrainingRun(folder, gan, TrainingOptions.defaults(), firstStep, 1000, 10));
    }
  }

  private void existing(int step, int size) throws IOException {
    Files.createDirectories(folder.resolve("samples"));
    Pictures.write(new Picture(1, size, size, new float[size * size]), file(step));
  }

  private Path file(int step) {
    return folder.resolve(String.format(Locale.ROOT, "samples/step-%06d.png", step));
  }

  private int frames() throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(folder.resolve("training.gif").toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }
}
