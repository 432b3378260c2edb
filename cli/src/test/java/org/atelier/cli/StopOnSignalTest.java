package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StopOnSignalTest {
  @TempDir Path temp;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot send signals there, only kill")
  void interrupted_run_loses_nothing_and_says_how_to_go_on() throws Exception {
    Path run = temp.resolve("run");
    Path said = temp.resolve("said");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Atelier.class.getName(),
                    "train",
                    "dcgan",
                    "--threads=1",
                    "--device=cpu",
                    "--image-size=28",
                    "--filters=2",
                    "--batch-size=4",
                    "--steps=100000",
                    "--out=" + run))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      Path losses = run.resolve("losses.csv");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (process.isAlive() && System.nanoTime() < deadline) {
        if (Files.exists(losses) && Files.readAllLines(losses).size() > 3) {
          break;
        }
        Thread.sleep(50);
      }
      // SIGTERM, which Java treats as it does Ctrl-C.
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

      String output = Files.readString(said, StandardCharsets.UTF_8);
      long steps = Files.readAllLines(losses).size() - 1;
      assertThat(output)
          .contains("Stopped after step " + steps)
          .endsWith("Resume with  ./atelier train dcgan --resume " + run + System.lineSeparator());
      assertThat(run.resolve("checkpoints/LATEST")).hasContent("step-" + steps);

      var resumed = atelier("train", "dcgan", "--resume", run, "--steps", steps + 1);
      assertThat(resumed.code()).isZero();
      assertThat(Files.readAllLines(losses)).hasSize((int) steps + 2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot send signals there, only kill")
  void a_signal_within_a_computation_ends_a_command_without_a_crash() throws Exception {
    Path said = temp.resolve("said");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Atelier.class.getName(),
                "evaluate",
                "embedded:fashion-mnist",
                "embedded:fashion-mnist",
                "--device=cpu")
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      // Long after the start, and long before the end, in seconds of processor time.
      var computing = Duration.ofSeconds(6);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (process.isAlive()
          && process.info().totalCpuDuration().orElse(computing).compareTo(computing) < 0
          && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(128 + 15);
      assertThat(said).content().doesNotContain("fatal error");
      assertThat(temp).isDirectoryNotContaining("glob:**hs_err*");
    } finally {
      process.destroyForcibly();
    }
  }
}
