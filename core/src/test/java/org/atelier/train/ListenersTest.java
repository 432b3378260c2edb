package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.engine.Layout;
import org.atelier.engine.Scale;
import org.atelier.model.Phase;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watches a run: the order of events, early stops, the NaN guard, the log and the record. */
class ListenersTest {
  private static final TrainingOptions SHORT = TinyGan.training().withSteps(4);

  @TempDir private Path folder;

  /** Writes down what it hears. */
  private static class Diary implements LoopListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void onStart(TrainingRun run) throws IOException {
      events.add("start " + run.firstStep() + " of " + run.totalSteps());
    }

    @Override
    public void onStep(StepReport report) {
      events.add("step " + report.stepsDone());
    }

    @Override
    public void onEpoch(long epoch) {
      events.add("epoch " + epoch);
    }

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {
      assertThat(checkpoint.folder()).isDirectoryContaining("glob:**checkpoint.json");
      events.add("checkpoint " + checkpoint.description().step());
    }

    @Override
    public void onEnd(Outcome outcome) throws IOException {
      events.add(outcome.status().word() + " " + outcome.steps() + " " + outcome.message());
    }
  }

  @Test
  void events_come_in_the_order_that_is_promised() throws IOException {
    var diary = new Diary();
    // 40 pictures: five batches of 8 an epoch, two of them a step.
    var options = SHORT.withGradients(new GradientOptions(2, null)).withCheckpointEvery(3);

    Runs.train(folder.resolve("run"), options, diary);

    assertThat(diary.events)
        .containsExactly(
            "start 0 of 4",
            "step 1",
            "step 2",
            "epoch 1",
            "step 3",
            "checkpoint 3",
            "step 4",
            "epoch 2",
            "checkpoint 4",
            "completed 4 ");
  }

  @Test
  void every_listener_that_began_hears_of_the_end_whatever_fails() {
    var first = new Diary();
    var last = new Diary();
    var failsAtStart =
        new Diary() {
          @Override
          public void onStart(TrainingRun run) throws IOException {
            throw new IOException("no screen");
          }
        };
    assertThatThrownBy(() -> Runs.train(folder.resolve("start"), SHORT, first, failsAtStart, last))
        .hasMessage("no screen");
    assertThat(first.events).containsExactly("start 0 of 4", "failed 0 no screen");
    assertThat(failsAtStart.events).isEmpty();
    assertThat(last.events).isEmpty();

    first.events.clear();
    var failsAtEnd =
        new Diary() {
          @Override
          public void onEnd(Outcome outcome) {
            throw new IllegalStateException("no disk");
          }
        };
    assertThatThrownBy(
            () ->
                Runs.train(
                    folder.resolve("both"),
                    SHORT,
                    failsAtEnd,
                    TrainingLoopTest.failingAt(2),
                    first))
        .hasMessage("enough")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("no disk"));
    assertThat(first.events)
        .containsExactly("start 0 of 4", "step 1", "checkpoint 2", "failed 2 enough");

    first.events.clear();
    assertThatThrownBy(() -> Runs.train(folder.resolve("end"), SHORT, failsAtEnd, first))
        .hasMessage("no disk");
    assertThat(first.events).endsWith("completed 4 ");
  }

  @Test
  void a_listener_may_stop_the_run() throws IOException {
    var stop =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.stepsDone() == 2) {
              report.requestStop("seen enough");
            }
          }
        };
    LoopListener.Outcome outcome = Runs.train(folder.resolve("run"), SHORT, stop);

    assertThat(outcome).isEqualTo(new LoopListener.Outcome(RunStatus.STOPPED, 2, "seen enough"));
    assertThat(Checkpoints.latest(folder.resolve("run")).description().step()).isEqualTo(2);
  }

  /** Its second phase takes part in every third step and is smallest at step index 6. */
  private static final class Valley extends Regression {
    @Override
    public List<Phase<Images>> phases() {
      return List.of(
          super.phases().get(0), Phase.<Images>of("valley", this::valley, network).every(3));
    }

    private Objective valley(Step<Images> step) {
      var depth = Math.abs(step.index() - 6);
      return Objective.of("error", Scale.by(objective(step).total(), 0).add((float) depth));
    }
  }

  private LoopListener.Outcome valley(Path run, long steps, boolean resume, LoopListener listener)
      throws IOException {
    try (var model = new Valley()) {
      var loop =
          new TrainingLoop<>(model, TinyGan.data(), TinyGan.training().withSteps(steps))
              .with(listener);
      return resume ? loop.resume(run) : loop.run(run);
    }
  }

  @Test
  void an_early_stop_waits_for_its_phase_and_remembers_after_a_resume() throws IOException {
    LoopListener.Outcome whole =
        valley(folder.resolve("whole"), 30, false, new EarlyStop("valley.error", 6));
    assertThat(whole.status()).isEqualTo(RunStatus.STOPPED);
    assertThat(whole.steps()).isEqualTo(13);
    assertThat(whole.message()).isEqualTo("valley.error has not been below 0.0 for 6 steps");

    Path run = folder.resolve("pieces");
    valley(run, 11, false, new EarlyStop("valley.error", 6));
    assertThat(valley(run, 30, true, new EarlyStop("valley.error", 6))).isEqualTo(whole);
    Runs.assertSameEnd(run, folder.resolve("whole"));

    assertThatThrownBy(() -> valley(folder.resolve("a"), 5, false, new EarlyStop("valey.error", 6)))
        .hasMessage(
            "There is no phase of the metric \"valey.error\" for early stopping; the phases are [fit, valley]");
    assertThatThrownBy(() -> valley(folder.resolve("b"), 5, false, new EarlyStop("fit.eror", 6)))
        .hasMessageContaining(
            "There is no metric \"fit.eror\" for early stopping; the metrics are [fit.error");
  }

  @Test
  void the_log_is_rectangular_and_the_same_after_a_resume() throws IOException {
    class Late extends Regression {
      @Override
      public List<Phase<Images>> phases() {
        return List.of(
            super.phases().get(0),
            new Phase<>("late", List.of(network), this::objective, step -> step == 7));
      }
    }
    Path whole = folder.resolve("whole");
    try (var model = new Late()) {
      new TrainingLoop<>(model, TinyGan.data(), TinyGan.training().withSteps(9)).run(whole);
    }
    Path run = folder.resolve("pieces");
    var options = TinyGan.training().withCheckpointEvery(5);
    try (var model = new Late()) {
      var loop = new TrainingLoop<>(model, TinyGan.data(), options.withSteps(20));
      assertThatThrownBy(() -> loop.with(TrainingLoopTest.failingAt(9)).run(run));
    }
    // What a crash of the whole machine may leave: half a row, half a new file, and rows beyond the
    // last checkpoint.
    Checkpoints.deleteTree(run.resolve("checkpoints/step-9"));
    Files.writeString(run.resolve("checkpoints/LATEST"), "step-5\n");
    Files.writeString(run.resolve("losses.csv"), "10,0.0", java.nio.file.StandardOpenOption.APPEND);
    Files.writeString(run.resolve(".losses.csv.00000000-0000-0000-0000-000000000000"), "st");
    try (var model = new Late()) {
      new TrainingLoop<>(model, TinyGan.data(), options.withSteps(6)).resume(run);
    }
    List<String> short6 = Files.readAllLines(run.resolve("losses.csv"));
    assertThat(short6).hasSize(7).startsWith("step,fit.error,fit");
    try (var model = new Late()) {
      new TrainingLoop<>(model, TinyGan.data(), options.withSteps(9)).resume(run);
    }

    Runs.assertSameEnd(run, whole);
    List<String> rows = Files.readAllLines(run.resolve("losses.csv"));
    assertThat(rows.get(0)).isEqualTo("step,fit.error,fit,late.error,late");
    assertThat(rows).hasSize(10).allMatch(row -> row.split(",", -1).length == 5);
    try (var files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("losses.csv", "run.json", "checkpoints");
    }
  }

  @Test
  void the_log_begins_with_empty_rows_where_no_phase_takes_part_at_first() throws IOException {
    class Waiting extends Regression {
      @Override
      public List<Phase<Images>> phases() {
        return List.of(new Phase<>("fit", List.of(network), this::objective, step -> step >= 2));
      }
    }
    Path run = folder.resolve("run");
    try (var model = new Waiting()) {
      new TrainingLoop<>(model, TinyGan.data(), TinyGan.training().withSteps(1)).run(run);
    }
    assertThat(Files.readAllLines(run.resolve("losses.csv"))).containsExactly("step", "1");
    try (var model = new Waiting()) {
      new TrainingLoop<>(model, TinyGan.data(), TinyGan.training().withSteps(3)).resume(run);
    }

    assertThat(Files.readAllLines(run.resolve("losses.csv")))
        .hasSize(4)
        .startsWith("step,fit.error,fit", "1,,", "2,,");
  }

  @Test
  void a_loss_that_is_no_number_stops_the_run_and_keeps_the_good_checkpoint() throws IOException {
    Path run = folder.resolve("run");
    try (var gan =
        new TinyGan() {
          @Override
          protected Objective generatorObjective(Step<Images> step) {
            Objective good = super.generatorObjective(step);
            return step.index() < 3
                ? good
                : good.plus(
                    "poison", Scale.by(Scale.by(good.total(), Double.POSITIVE_INFINITY), 0));
          }
        }) {
      var loop = new TrainingLoop<>(gan, TinyGan.data(), SHORT.withCheckpointEvery(1));
      assertThatThrownBy(() -> loop.run(run))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "The loss of the phase \"generator\" is NaN at step 4 (generator.poison). The last checkpoint is from an earlier step and usable; start a new run with a lower learning rate, or clip gradients by global norm");
    }
    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(3);
    JsonObject record = RunRecord.read(run);
    assertThat(record.get("status").getAsString()).isEqualTo("failed");
    assertThat(record.get("message").getAsString()).contains("phase \"generator\"");
    try (var gan = new TinyGan()) {
      Checkpoints.restore(gan, Checkpoints.latest(run));
      assertThat(gan.sample(1, 0).get(0).values()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void weights_that_are_no_numbers_are_never_saved() throws IOException {
    Path run = folder.resolve("run");
    try (var gan =
        new TinyGan() {
          @Override
          protected Objective generatorObjective(Step<Images> step) {
            // The loss is 0, its derivative 0/0.
            Objective good = super.generatorObjective(step);
            return step.index() < 1
                ? good
                : Objective.of("root", Scale.by(Scale.by(good.total(), 0).sqrt(), 0));
          }
        }) {
      var loop = new TrainingLoop<>(gan, TinyGan.data(), SHORT.withCheckpointEvery(1));
      assertThatThrownBy(() -> loop.run(run))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("Not all values are finite in")
          .hasMessageContaining(
              "of generator at step 2, so no checkpoint of that step was written");
    }
    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(1);
    try (var files = Files.list(run.resolve("checkpoints"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("LATEST", "step-0", "step-1");
    }
  }

  @Test
  void moments_that_are_no_numbers_are_never_saved() throws IOException {
    try (var gan = new TinyGan()) {
      gan.initialize(0);
      var moment = gan.generator().optimizerState().named().get("4.bias.exp_avg_sq");
      try (var bad = moment.getManager().create(new float[] {Float.POSITIVE_INFINITY})) {
        Layout.copyInto(moment, bad);
      }
      assertThatThrownBy(
              () -> Checkpoints.ofRun(folder).save(gan, 1, TinyGan.training(), "no data"))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("\"4.bias.exp_avg_sq\" of generator.optimizer at step 1");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void what_is_only_observed_may_be_infinite() throws IOException {
    class Psnr extends Regression {
      @Override
      protected Objective objective(Step<Images> step) {
        Objective error = super.objective(step);
        return error.observing("psnr", Scale.by(error.total().stopGradient(), 0).log().neg());
      }
    }
    Path run = folder.resolve("run");
    try (var model = new Psnr()) {
      new TrainingLoop<>(model, TinyGan.data(), SHORT).run(run);
    }
    assertThat(LossLog.read(run, "fit.psnr").values()).containsOnly(Float.POSITIVE_INFINITY);
    assertThat(RunRecord.read(run).getAsJsonObject("losses").get("fit.psnr").getAsString())
        .isEqualTo("Infinity");
  }

  @Test
  void the_record_tells_what_was_run_and_what_came_of_it() throws IOException {
    Path run = folder.resolve("run");
    Runs.train(run, SHORT);
    JsonObject first = RunRecord.read(run);

    assertThat(first.get("status").getAsString()).isEqualTo("completed");
    assertThat(first.get("model").getAsString()).isEqualTo(TinyGan.class.getName());
    assertThat(first.getAsJsonObject("options").get("learningRate").getAsDouble()).isEqualTo(2e-3);
    assertThat(first.getAsJsonObject("training").get("batchSize").getAsInt()).isEqualTo(8);
    assertThat(first.getAsJsonObject("training").get("precision").getAsString())
        .isEqualTo("FLOAT32");
    assertThat(first.get("seed").getAsLong()).isEqualTo(5);
    assertThat(first.get("steps").getAsLong()).isEqualTo(4);
    assertThat(first.get("data").getAsString()).isEqualTo(TinyGan.data().fingerprint());
    assertThat(first.get("imagesPerSecond").getAsDouble()).isPositive();
    assertThat(first.getAsJsonObject("losses").keySet())
        .contains("discriminator", "discriminator.real", "generator.adversarial", "generator");
    assertThat(first.getAsJsonObject("versions").keySet())
        .containsExactly("atelier", "djl", "pytorch", "java");
    assertThat(first.getAsJsonObject("machine").keySet()).contains("processors", "device");

    Runs.resume(run, SHORT.withSteps(6));
    JsonObject second = RunRecord.read(run);
    assertThat(second.get("started")).isEqualTo(first.get("started"));
    assertThat(second.get("wallSeconds").getAsDouble())
        .isGreaterThan(first.get("wallSeconds").getAsDouble());
    assertThat(second.get("steps").getAsLong()).isEqualTo(6);

    // The record is for people: a damaged one does not keep the run from going on.
    Files.write(run.resolve("run.json"), new byte[] {'{', (byte) 0xff, 0});
    Runs.resume(run, SHORT.withSteps(7));
    assertThat(RunRecord.read(run).get("steps").getAsLong()).isEqualTo(7);
  }
}
