package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics that come from the device several steps at a time. */
class FetchingTest {
  private static final TrainingOptions TWENTY = TinyGan.training().withCheckpointEvery(6);

  @TempDir private Path folder;

  /** Which steps' metrics came together. */
  private static final class Batches implements LoopListener {
    final List<List<Long>> steps = new ArrayList<>();

    @Override
    public void onMetrics(List<StepMetrics> fetched) {
      steps.add(fetched.stream().map(StepMetrics::stepsDone).toList());
    }
  }

  /** Trains, and counts the transfers from the device. */
  private int transfers(Path run, TinyGan gan, int every, LoopListener... listeners)
      throws IOException {
    var count = new int[1];
    new TrainingLoop<>(gan, TinyGan.data(), TWENTY)
        .with(listeners)
        .fetchingEvery(every)
        .transferring(
            array -> {
              count[0]++;
              return array.toFloatArray();
            })
        .run(run);
    return count[0];
  }

  @Test
  void several_steps_come_in_one_transfer_and_change_nothing_else() throws IOException {
    Path each = folder.resolve("each");
    Path some = folder.resolve("some");
    try (var one = new TinyGan();
        var other = new TinyGan()) {
      assertThat(transfers(each, one, 1)).isEqualTo(20);
      var batches = new Batches();
      assertThat(transfers(some, other, 4, batches)).isEqualTo(7);
      // Every four steps, and before the checkpoints of steps 6, 12, 18 and 20.
      assertThat(batches.steps)
          .containsExactly(
              List.of(1L, 2L, 3L, 4L),
              List.of(5L, 6L),
              List.of(7L, 8L, 9L, 10L),
              List.of(11L, 12L),
              List.of(13L, 14L, 15L, 16L),
              List.of(17L, 18L),
              List.of(19L, 20L));
    }
    Runs.assertSameEnd(some, each);
    assertThat(RunRecord.read(some).get("losses")).isEqualTo(RunRecord.read(each).get("losses"));
    assertThatThrownBy(
            () -> {
              try (var gan = new TinyGan()) {
                transfers(folder.resolve("none"), gan, 0);
              }
            })
        .hasMessage("steps must be at least 1, but was 0");
  }

  @Test
  void a_listener_that_asks_costs_a_transfer_of_its_own_and_sees_the_same() throws IOException {
    var asked = new ArrayList<Float>();
    var asking =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.stepsDone() == 2 || report.stepsDone() == 4) {
              asked.add(report.metrics().get("generator"));
              report.metrics();
            }
          }
        };
    Path run = folder.resolve("run");
    try (var gan = new TinyGan()) {
      // Those of step 4 are on the host already.
      assertThat(transfers(run, gan, 4, asking)).isEqualTo(8);
    }
    var logged = LossLog.read(run, "generator");
    assertThat(asked).containsExactly(logged.get(2L), logged.get(4L));
  }

  /** Diverges in its fourth step. */
  private static final class Diverging extends TinyGan {
    @Override
    protected Objective generatorObjective(Step<Images> step) {
      Objective good = super.generatorObjective(step);
      return step.index() < 3
          ? good
          : good.plus("poison", good.total().sub(Float.POSITIVE_INFINITY));
    }
  }

  @Test
  void the_first_broken_step_is_named_and_no_checkpoint_written_after_it() throws IOException {
    Path run = folder.resolve("run");
    var batches = new Batches();
    try (var gan = new Diverging()) {
      assertThatThrownBy(() -> transfers(run, gan, 100, batches))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith(
              "The loss of the phase \"generator\" is -Infinity at step 4 (generator.poison).");
    }
    // Found before the checkpoint of step 6; what was good before is logged.
    assertThat(batches.steps).containsExactly(List.of(1L, 2L, 3L));
    assertThat(RunRecord.read(run).get("steps").getAsLong()).isEqualTo(6);
    assertThat(LossLog.read(run, "generator")).containsOnlyKeys(1L, 2L, 3L);
    assertThat(Checkpoints.latest(run).description().step()).isZero();
    try (var files = Files.list(run.resolve("checkpoints"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("LATEST", "step-0");
    }
  }

  @Test
  void what_fails_at_a_broken_network_is_not_taken_for_the_cause() throws IOException {
    Path run = folder.resolve("run");
    try (var gan = new Diverging()) {
      assertThatThrownBy(() -> transfers(run, gan, 100, TrainingLoopTest.failingAt(5)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("at step 4 (generator.poison)")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("enough"));
    }
    Path healthy = folder.resolve("healthy");
    try (var gan = new TinyGan()) {
      assertThatThrownBy(() -> transfers(healthy, gan, 100, TrainingLoopTest.failingAt(5)))
          .hasMessage("enough");
    }
    assertThat(LossLog.read(healthy, "generator")).hasSize(5);
  }
}
