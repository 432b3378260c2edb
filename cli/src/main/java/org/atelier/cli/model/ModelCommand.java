package org.atelier.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that uses a trained model, which {@code --model} names. */
@Command(
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    footer = {"", Commands.EXIT_CODES})
public abstract class ModelCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Checks the options before anything is loaded, and refuses wrong usage. */
  protected abstract void check();

  /** Executes the command on the loaded model. */
  protected abstract void use(TrainedModel trained, PrintWriter out) throws IOException;

  @Override
  public final Integer call() throws IOException {
    check();
    Inputs.folder("--model", TrainedModel.FOLDER, Objects.requireNonNull(model));
    engine.prepare(null);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (var trained = TrainedModel.open(Objects.requireNonNull(model), engine.device())) {
      use(trained, out);
    }
    out.flush();
    return Commands.DONE;
  }
}
