package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.examples.listeners.SampleGrid;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws pictures from a trained model: {@code ./atelier sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    version = Atelier.VERSION,
    sortOptions = false,
    description = "Draws pictures from a trained model. Needs the run's checkpoint, and no data.",
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."})
public final class Sample implements Callable<Integer> {
  /** Above this, a grid is of no use to an eye, and the memory that it takes is. */
  private static final int MOST = 10_000;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Option(names = "--count", paramLabel = "N", description = "How many pictures (default: 64).")
  private int count = 64;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed, the same pictures (default: 0).")
  private long seed;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "Of the grid (default: near-square).")
  private int columns;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "A name that ends with .png, .jpg or .tif (default: grid.png). A file of that name is"
              + " replaced, whole or not at all.")
  private Path out = Path.of("grid.png");

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs from an IDE with the same options as {@code ./atelier sample}. */
  public static void main(String... args) {
    Commands.main(new Sample(), args);
  }

  @Override
  public Integer call() throws IOException {
    Path run = Objects.requireNonNull(model);
    check();
    engine.prepare(null);
    PictureGrid grid =
        PictureGrid.defaults().withColumns(columns).withLeastSize(SampleGrid.LEAST_SIZE);
    Checkpoint checkpoint = UsageException.unless(() -> Checkpoints.latest(run));
    KnownModel known = KnownModel.of(checkpoint);
    Device device = engine.device();
    List<Picture> pictures;
    try (var gan = UsageException.unless(() -> known.loader().load(run, device))) {
      pictures = gan.sample(count, seed);
    }
    Pictures.write(grid.arrange(pictures), out);
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d pictures of the %s in %s after step %d: %s%n",
            count,
            known.name(),
            run,
            checkpoint.description().step(),
            out);
    return Commands.DONE;
  }

  /** What can be known before anything is loaded. */
  private void check() {
    if (count < 1 || count > MOST) {
      throw new UsageException("--count must be from 1 to %d, but was %d".formatted(MOST, count));
    }
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.matches(".*\\.(png|jpe?g|tiff?)")) {
      throw new UsageException(
          "--out expects a name that ends with .png, .jpg, .jpeg, .tif or .tiff, but was " + out);
    }
    if (Files.isDirectory(out)) {
      throw new UsageException("--out expects a file, but %s is a folder".formatted(out));
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--out expects a folder that exists, but there is no %s; make it first"
              .formatted(folder));
    }
  }
}
