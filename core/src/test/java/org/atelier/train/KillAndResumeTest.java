package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.atelier.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training processes that are killed and resumed end with the bits of one never stopped. */
class KillAndResumeTest {
  private static final int STEPS = 20;

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_run_killed_again_and_again_ends_as_if_it_never_was() throws Exception {
    Path expected = uninterrupted(Precision.FLOAT32);
    Path run = folder.resolve("killed");

    // After the first checkpoint, that of step 0, by the parent, somewhere in a step.
    Process first = start(run, Precision.FLOAT32, "never", List.of());
    while (first.isAlive() && loggedSteps(run) < 3) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    first.destroyForcibly();
    assertThat(first.waitFor()).isNotZero();

    // In the middle of writing the next checkpoint.
    killedBy(start(run, Precision.FLOAT32, "saving", List.of()));
    Path checkpoints = run.resolve("checkpoints");
    assertThat(files(checkpoints)).anyMatch(name -> name.startsWith(".unfinished-step-"));

    // After a step that no checkpoint knows of.
    killedBy(start(run, Precision.FLOAT32, "at:15", List.of()));
    assertThat(files(checkpoints)).containsExactlyInAnyOrder("LATEST", "step-6", "step-12");
    assertThat(loggedSteps(run)).isEqualTo(15);

    killedBy(start(run, Precision.FLOAT32, "saving", List.of()));
    assertThat(files(checkpoints))
        .containsExactlyInAnyOrder("LATEST", "step-6", "step-12", ".unfinished-step-18");
    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(12);

    assertThat(finish(start(run, Precision.FLOAT32, "never", List.of()))).isZero();
    Runs.assertSameEnd(run, expected);
    assertThat(files(checkpoints)).containsExactlyInAnyOrder("LATEST", "step-18", "step-20");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void mixed_precision_resumes_to_the_same_bits() throws Exception {
    Path expected = uninterrupted(Precision.MIXED);
    Path run = folder.resolve("killed");

    killedBy(start(run, Precision.MIXED, "at:8", List.of()));
    assertThat(finish(start(run, Precision.MIXED, "never", List.of()))).isZero();

    Runs.assertSameEnd(run, expected);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_full_disk_leaves_the_checkpoint_before_and_says_so() throws Exception {
    Path expected = uninterrupted(Precision.FLOAT32);
    Path run = folder.resolve("full");
    Runs.train(run, TinyGan.training().withSteps(6));

    // No file may grow beyond 6 KiB: the pool's does not fit, those of the networks do.
    var limit = List.of("bash", "-c", "ulimit -f 6; exec \"$@\"", "limited");
    assertThat(finish(start(run, Precision.FLOAT32, "never", limit))).isOne();

    assertThat(Files.readString(folder.resolve("message")))
        .contains("The checkpoint of step 12 could not be written to")
        .contains("ulimit -f")
        .contains("Earlier checkpoints are unchanged")
        .doesNotContain(".unfinished");
    Path checkpoints = run.resolve("checkpoints");
    assertThat(files(checkpoints)).containsExactlyInAnyOrder("LATEST", "step-0", "step-6");
    assertThat(RunRecord.read(run).get("status").getAsString()).isEqualTo("failed");

    Runs.resume(run, TinyGan.training());
    Runs.assertSameEnd(run, expected);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_run_that_another_process_writes_is_left_alone_until_that_ends() throws Exception {
    Path expected = uninterrupted(Precision.FLOAT32);
    Path run = folder.resolve("shared");
    Process other = start(run, Precision.FLOAT32, "sleeping:8", List.of());
    while (other.isAlive() && loggedSteps(run) < 8) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    var before = Runs.content(run.resolve("checkpoints"));

    assertThatThrownBy(() -> Runs.resume(run, TinyGan.training()))
        .isInstanceOf(RunLockedException.class)
        .hasMessageContaining("The run " + run + " is being written by process " + other.pid())
        .hasMessageContaining("since ")
        .hasMessageContaining("; " + KillableRun.class.getSimpleName() + " ");
    assertThat(Runs.content(run.resolve("checkpoints"))).isEqualTo(before);
    assertThat(loggedSteps(run)).isEqualTo(8);
    // A reader needs no lock.
    assertThat(Checkpoints.latest(run).description().step()).isEqualTo(6);

    other.destroyForcibly();
    assertThat(other.waitFor()).isNotZero();
    Runs.resume(run, TinyGan.training());

    Runs.assertSameEnd(run, expected);
    assertThat(run.resolve(RunLock.FILE)).doesNotExist();
  }

  @Test
  void a_second_loop_of_this_process_is_refused() throws IOException {
    Path run = folder.resolve("twice");
    var second =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            assertThatThrownBy(() -> Runs.resume(run, TinyGan.training()))
                .isInstanceOf(RunLockedException.class)
                .hasMessageContaining("is being written by another training loop of this process");
          }
        };
    Runs.train(run, TinyGan.training().withSteps(2), second);
    Runs.resume(run, TinyGan.training().withSteps(3));
    assertThat(loggedSteps(run)).isEqualTo(3);
  }

  private Path uninterrupted(Precision precision) throws IOException {
    Path run = folder.resolve("uninterrupted");
    try (var gan = new TinyGan()) {
      var options = TinyGan.training().withSteps(STEPS).withPrecision(precision);
      new TrainingLoop<>(gan, TinyGan.data(), options).run(run);
    }
    return run;
  }

  private Process start(Path run, Precision precision, String death, List<String> before)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:+UseSerialGC",
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=2",
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillableRun.class.getName(),
            run.toString(),
            precision.name(),
            Integer.toString(STEPS),
            death,
            folder.resolve("message").toString()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // Threads that spin while they wait take the processor from other tests; no bit depends on it.
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return builder.start();
  }

  private static int finish(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the training process did not end");
    }
    return process.exitValue();
  }

  private static void killedBy(Process process) throws InterruptedException {
    assertThat(finish(process)).isEqualTo(128 + 9);
  }

  private static long loggedSteps(Path run) throws IOException {
    Path log = run.resolve(LossLog.FILE);
    return Files.exists(log) ? Files.readAllLines(log).size() - 1L : 0;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
