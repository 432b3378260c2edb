package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.atelier.data.SkipOptions;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.ImageOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a run that fails, and how it goes on. */
class FailedRunTest {
  private static final TrainingOptions TEN = TinyGan.training().withSteps(10);

  @TempDir private Path folder;

  private Path run;
  private Path pictures;

  @BeforeEach
  void folders() throws IOException {
    run = folder.resolve("runs/run");
    pictures = Files.createDirectory(folder.resolve("pictures"));
  }

  @Test
  void a_listener_that_fails_loses_no_step() throws IOException {
    Runs.train(folder.resolve("whole"), TEN);

    assertThatThrownBy(() -> Runs.train(run, TEN, TrainingLoopTest.failingAt(9)))
        .hasMessage("enough");

    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(9);
    assertThat(RunRecord.read(run).get("status").getAsString()).isEqualTo("failed");
    Runs.resume(run, TEN);
    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void data_that_fails_loses_no_step() throws IOException {
    Runs.train(folder.resolve("whole"), TEN);

    try (var gan = new TinyGan()) {
      var loop = new TrainingLoop<>(gan, failingAt(TinyGan.data(), 8), TEN);
      assertThatThrownBy(() -> loop.run(run)).hasMessageContaining("picture-8.png is cut off");
    }

    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(8);
    Runs.resume(run, TEN);
    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void java_that_runs_out_of_memory_between_steps_loses_no_step() throws IOException {
    var full =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.stepsDone() == 3) {
              throw new OutOfMemoryError("Java heap space");
            }
          }
        };

    assertThatThrownBy(() -> Runs.train(run, TEN, full)).isInstanceOf(OutOfMemoryError.class);

    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(3);
  }

  @Test
  void a_failure_in_the_middle_of_a_step_keeps_the_checkpoint_before_and_writes_none()
      throws IOException {
    Runs.train(folder.resolve("whole"), TEN);
    var failing = new AtomicBoolean(true);
    class Failing extends TinyGan {
      @Override
      protected Objective generatorObjective(Step<Images> step) {
        if (step.index() == 8 && failing.get()) {
          // The discriminator has learnt from this step already.
          throw new IllegalStateException("out of memory");
        }
        return super.generatorObjective(step);
      }
    }
    try (var gan = new Failing()) {
      var loop = new TrainingLoop<>(gan, TinyGan.data(), TEN);
      assertThatThrownBy(() -> loop.run(run)).hasMessage("out of memory");
    }

    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(6);
    failing.set(false);
    try (var gan = new Failing()) {
      new TrainingLoop<>(gan, TinyGan.data(), TEN).resume(run);
    }
    Runs.assertSameEnd(run, folder.resolve("whole"));
  }

  @Test
  void a_run_that_fails_before_its_first_step_is_done_leaves_nothing() throws IOException {
    try (var gan = new TinyGan()) {
      gan.inDiscriminatorPhase =
          step -> {
            throw new IllegalStateException("out of memory");
          };
      var loop = new TrainingLoop<>(gan, TinyGan.data(), TEN);
      assertThatThrownBy(() -> loop.run(run)).hasMessage("out of memory");
      assertThat(folder.resolve("runs")).doesNotExist();

      Files.createDirectories(run);
      assertThatThrownBy(() -> loop.run(run)).hasMessage("out of memory");
      assertThat(run).isEmptyDirectory();
    }
    Runs.train(run, TEN.withSteps(1));
    assertThat(run.resolve("checkpoints/step-1")).isDirectory();
  }

  @Test
  void a_listener_that_fails_at_the_start_leaves_nothing() {
    var refusing =
        new LoopListener() {
          @Override
          public void onStart(TrainingRun started) throws IOException {
            Files.writeString(started.folder().resolve("mine"), "");
            throw new IOException("no screen");
          }
        };

    assertThatThrownBy(() -> Runs.train(run, TEN, refusing)).hasMessage("no screen");

    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void a_run_whose_folder_is_deleted_says_so() {
    var deleting =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) throws IOException {
            if (report.stepsDone() == 4) {
              Checkpoints.deleteTree(run);
            }
          }
        };

    assertThatThrownBy(() -> Runs.train(run, TEN, deleting))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The folder " + run + " was deleted while the run was writing");

    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changed_pictures_are_named_and_go_on_only_if_they_are_accepted(boolean repaired)
      throws IOException {
    write(12);
    trainOn(6, false);
    if (repaired) {
      Pictures.write(picture(100), pictures.resolve("3.png"));
    } else {
      Files.delete(pictures.resolve("3.png"));
    }
    Pictures.write(picture(101), pictures.resolve("new.png"));
    var before = Runs.content(run.resolve("checkpoints"));

    assertThatThrownBy(() -> resumeOn(8, false))
        .isInstanceOf(ChangedDataException.class)
        .hasMessageContaining("1 added (new.png); 1 " + (repaired ? "changed" : "removed"))
        .hasMessageContaining("(3.png)")
        .hasMessageContaining("acceptingChangedData()");
    assertThat(Runs.content(run.resolve("checkpoints"))).isEqualTo(before);

    assertThat(resumeOn(8, true).steps()).isEqualTo(8);

    JsonObject accepted =
        RunRecord.read(run).getAsJsonArray("acceptedData").get(0).getAsJsonObject();
    assertThat(accepted.get("step").getAsLong()).isEqualTo(6);
    assertThat(accepted.get("differences").getAsString()).contains("new.png");
    // From here on, this is the run's data.
    assertThat(resumeOn(9, false).steps()).isEqualTo(9);
    assertThat(RunRecord.read(run).getAsJsonArray("acceptedData")).hasSize(1);
  }

  @Test
  void a_run_without_a_record_of_its_files_says_that_the_data_differs() throws IOException {
    write(12);
    trainOn(2, false);
    Files.writeString(run.resolve(DataRecord.FILE), "{\"format\": 1, \"files\": {\"a\": ");
    Files.delete(pictures.resolve("3.png"));

    assertThatThrownBy(() -> resumeOn(4, false))
        .isInstanceOf(ChangedDataException.class)
        .hasMessageContaining("data was \"12 picture files")
        .hasMessageContaining("and is \"11 picture files");
  }

  @Test
  void a_run_that_skips_pictures_counts_them_and_resumes_to_the_same_bits() throws IOException {
    write(12);
    Files.writeString(pictures.resolve("5.png"), "not a picture");
    Files.write(pictures.resolve("7.png"), new byte[0]);
    trainOn(10, true);
    JsonObject skipped = RunRecord.read(run).getAsJsonObject("skipped");
    Path whole = run;

    run = folder.resolve("pieces");
    trainOn(5, true);
    try (var gan = new TinyGan()) {
      new TrainingLoop<>(gan, data(true), TEN).resume(run);
    }

    Runs.assertSameEnd(run, whole);
    assertThat(skipped.get("count").getAsInt()).isEqualTo(2);
    assertThat(skipped.getAsJsonArray("reasons").toString())
        .contains(pictures.resolve("5.png").toString(), pictures.resolve("7.png").toString());
    assertThat(RunRecord.read(run).getAsJsonObject("skipped")).isEqualTo(skipped);
  }

  @Test
  void the_log_says_what_is_missing_and_goes_on() throws IOException {
    Runs.train(run, TEN.withSteps(6));
    Path log = run.resolve(LossLog.FILE);
    String six = Files.readString(log);

    Files.delete(log);
    Runs.resume(run, TEN.withSteps(8));
    assertThat(Files.readAllLines(log)).hasSize(3).element(1).asString().startsWith("7,");

    Files.writeString(log, "not a log\n");
    Runs.resume(run, TEN.withSteps(9), new EarlyStop("discriminator", 100));
    assertThat(Files.readAllLines(log)).hasSize(2).element(1).asString().startsWith("9,");
    assertThat(run.resolve("losses.csv.damaged")).hasContent("not a log\n");

    // As two processes that wrote at once left it, with a row of no numbers.
    String row2 = six.lines().skip(2).findFirst().orElseThrow();
    Files.writeString(log, six + row2 + "\n" + "7,x,y\n" + "8,1.0\n8,1.0\n");
    Runs.resume(run, TEN, new EarlyStop("discriminator", 100));
    assertThat(Files.readAllLines(log).stream().map(row -> row.split(",")[0]))
        .containsExactly("step", "1", "2", "3", "4", "5", "6", "8", "10");
  }

  private static TrainingData<Images> failingAt(TrainingData<Images> good, int batch) {
    return new TrainingData<>() {
      private int loaded;

      @Override
      public int size() {
        return good.size();
      }

      @Override
      public String fingerprint() {
        return good.fingerprint();
      }

      @Override
      public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
        if (loaded++ == batch) {
          throw new IOException("picture-" + batch + ".png is cut off");
        }
        return good.load(indices, random);
      }
    };
  }

  private void write(int count) {
    Stream.iterate(0, i -> i + 1)
        .limit(count)
        .forEach(
            i -> {
              try {
                Pictures.write(picture(i), pictures.resolve(i + ".png"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Picture picture(int seed) {
    var values = new float[TinyGan.SIZE * TinyGan.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = CounterRandom.of(seed).fork(i).nextInt(255) / 127.5f - 1;
    }
    return new Picture(1, TinyGan.SIZE, TinyGan.SIZE, values);
  }

  private TrainingData<Images> data(boolean skip) throws IOException {
    TrainingData<Images> data =
        ImageFolder.open(pictures)
            .images(ImageOptions.defaults().withSize(TinyGan.SIZE).withChannels(1));
    return skip ? data.skippingUnreadable(SkipOptions.defaults()) : data;
  }

  private void trainOn(int steps, boolean skip) throws IOException {
    try (var gan = new TinyGan()) {
      new TrainingLoop<>(gan, data(skip), TEN.withSteps(steps)).run(run);
    }
  }

  private LoopListener.Outcome resumeOn(int steps, boolean accept) throws IOException {
    try (var gan = new TinyGan()) {
      var loop = new TrainingLoop<>(gan, data(false), TEN.withSteps(steps));
      return (accept ? loop.acceptingChangedData() : loop).resume(run);
    }
  }
}
