package org.atelier.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.atelier.engine.Precision;

/**
 * A training process for {@link KillAndResumeTest}: {@code <folder> <precision> <steps> <death>},
 * where death is {@code never}, {@code at:N} (after step N is logged), {@code sleeping:N} (it waits
 * to be killed after step N) or {@code saving} (when the next checkpoint is half written). It
 * starts the run or goes on with it.
 */
final class KillableRun {
  private KillableRun() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String death = args[3];
    try (var gan = new TinyGan()) {
      if (death.equals("saving")) {
        Path checkpoints = folder.resolve("checkpoints");
        gan.handingOut = state -> new DeadlyMap(state, checkpoints);
      }
      var options =
          TinyGan.training()
              .withPrecision(Precision.valueOf(args[1]))
              .withSteps(Long.parseLong(args[2]));
      var loop = new TrainingLoop<>(gan, TinyGan.data(), options).with(new DiesAt(death));
      if (Files.exists(folder)) {
        loop.resume(folder);
      } else {
        loop.run(folder);
      }
    } catch (IOException e) {
      Files.writeString(Path.of(args[4]), e.getMessage());
      System.exit(1);
    }
  }

  /** SIGKILL: no shutdown hook, no finally. */
  private static void die() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record DiesAt(String death) implements LoopListener {
    @Override
    public void onStep(StepReport report) {
      if (death.equals("at:" + report.stepsDone())) {
        die();
      }
      if (death.equals("sleeping:" + report.stepsDone())) {
        try {
          Thread.sleep(120_000);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** The model's own arrays are written after the networks', and walked over before that too. */
  private static final class DeadlyMap extends LinkedHashMap<String, NDArray> {
    private static final long serialVersionUID = 1L;

    private final transient Path checkpoints;

    DeadlyMap(Map<String, NDArray> state, Path checkpoints) {
      super(state);
      this.checkpoints = checkpoints;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super NDArray> action) {
      if (isHalfWritten()) {
        die();
      }
      super.forEach(action);
    }

    private boolean isHalfWritten() {
      if (!Files.isDirectory(checkpoints)) {
        return false;
      }
      try (Stream<Path> files = Files.walk(checkpoints)) {
        return files
            .map(Path::toString)
            .anyMatch(file -> file.contains(".unfinished-") && file.endsWith(".safetensors"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
