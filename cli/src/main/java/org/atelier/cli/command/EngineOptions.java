package org.atelier.cli.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that computes. */
public final class EngineOptions {
  /** Where to compute. */
  enum Place {
    CPU,
    GPU,
    AUTO;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|auto",
      description = "Where to compute; auto takes a GPU if there is one (default: auto).")
  private Place place = Place.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of the engine (default: its own choice, the processor's cores). Runs are"
              + " repeatable bit by bit with the same number.")
  public @Nullable Integer threads;

  @Option(
      names = "--stacktrace",
      description = "Show where in the program an error came from, too.")
  private boolean stackTrace;

  /** Sets what must be known before the engine is loaded. */
  public void prepare(@Nullable Integer threadsByDefault) {
    Integer count = threads != null ? threads : threadsByDefault;
    if (count == null) {
      return;
    }
    Require.between("--threads", count, 1, 1024);
    System.setProperty("ai.djl.pytorch.num_threads", count.toString());
  }

  /** The device; loads the engine. */
  public Device device() {
    int gpus = place == Place.CPU ? 0 : Engine.getEngine("PyTorch").getGpuCount();
    if (place == Place.GPU && gpus == 0) {
      throw new UsageException(
          "--device gpu expects a GPU that PyTorch can use, but there is none; use --device cpu");
    }
    return gpus > 0 ? Device.gpu() : Device.cpu();
  }
}
