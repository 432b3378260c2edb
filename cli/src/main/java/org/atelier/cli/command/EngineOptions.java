package org.atelier.cli.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that uses the engine. */
public final class EngineOptions {
  private static final int MOST_THREADS = 1024;

  /** Values of {@code --device}. */
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
      description = "Device to compute on; auto uses a GPU if PyTorch finds one (default: auto).")
  private Place place = Place.AUTO;

  @Range(from = 1, to = MOST_THREADS)
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "CPU threads of the engine (default: the engine's choice, the number of cores). Runs"
              + " are reproducible bit for bit only with the same number of threads.")
  public @Nullable Integer threads;

  @Option(names = "--stacktrace", description = "Print the Java stack trace of an error, too.")
  private boolean stackTrace;

  /**
   * Sets the number of threads; has an effect only before the engine is loaded.
   *
   * @param threadsByDefault used unless {@code --threads} is given; null for the engine's choice
   */
  public void prepare(@Nullable Integer threadsByDefault) {
    Integer count = threads != null ? threads : threadsByDefault;
    if (count == null) {
      return;
    }
    if (count < 1 || count > MOST_THREADS) {
      throw new UsageException(
          "--threads must be from 1 to %s, but the run's settings say %s; give another"
              .formatted(MOST_THREADS, count));
    }
    System.setProperty("ai.djl.pytorch.num_threads", count.toString());
  }

  /** The device to compute on; loads the engine. */
  public Device device() {
    int gpus = place == Place.CPU ? 0 : Engine.getEngine("PyTorch").getGpuCount();
    if (place == Place.GPU && gpus == 0) {
      throw new UsageException(
          "--device gpu expects a GPU that PyTorch can use, but there is none; use --device cpu");
    }
    return gpus > 0 ? Device.gpu() : Device.cpu();
  }
}
