package org.atelier.cli.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Require;
import org.atelier.cli.command.UsageException;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.image.Pictures;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures where a model puts what it is asked for: {@code ./atelier measure-place}. */
@Command(
    name = "measure-place",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description =
        "Asks a model of ./atelier train place for shapes it never saw, and measures on the pixels"
            + " where they landed.",
    footer = {"", Commands.EXIT_CODES})
public final class MeasurePlace implements Callable<Integer> {
  private static final int MOST = 10_000;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Option(names = "--count", paramLabel = "N", description = "How many shapes (default: 256).")
  private int count = 256;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to draw shapes and what the model makes of them (default: nowhere).")
  private @Nullable Path out;

  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Require.between("--count", count, 1, MOST);
    engine.prepare(null);
    Path run = Objects.requireNonNull(model);
    try (var gan = UsageException.unless(() -> ConditionalDcgan.load(run, engine.device()))) {
      ShapeCondition.of(gan);
      if (out != null) {
        Pictures.write(ShapeTrial.grid(gan), out);
      }
      PrintWriter words = Objects.requireNonNull(spec).commandLine().getOut();
      ShapeTrial.of(gan, ShapeCondition.heldOut(count)).print(words);
      words.flush();
    }
    return Commands.DONE;
  }
}
