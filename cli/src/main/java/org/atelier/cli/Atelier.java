package org.atelier.cli;

import java.util.Arrays;
import org.atelier.cli.autoencoder.Compress;
import org.atelier.cli.autoencoder.Decompress;
import org.atelier.cli.autoencoder.Denoise;
import org.atelier.cli.autoencoder.FindAnomalies;
import org.atelier.cli.autoencoder.Manifold;
import org.atelier.cli.autoencoder.MeasureLikelihood;
import org.atelier.cli.autoencoder.Reconstruct;
import org.atelier.cli.autoencoder.Traverse;
import org.atelier.cli.command.Commands;
import org.atelier.cli.dream.Dream;
import org.atelier.cli.dream.DreamSound;
import org.atelier.cli.evaluate.Evaluate;
import org.atelier.cli.evaluate.MeasurePlace;
import org.atelier.cli.example.Example;
import org.atelier.cli.features.Features;
import org.atelier.cli.list.ListRuns;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.sample.Arithmetic;
import org.atelier.cli.sample.Interpolate;
import org.atelier.cli.sample.Invert;
import org.atelier.cli.sample.Nearest;
import org.atelier.cli.sample.Sample;
import org.atelier.cli.style.Stylize;
import org.atelier.cli.train.TrainProvided;
import org.atelier.cli.translate.Translate;
import org.atelier.cli.translate.TranslateSound;
import org.atelier.cli.weights.Weights;
import org.atelier.model.ModelType;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line {@code ./atelier} with all its commands. */
@Command(
    name = "./atelier",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = "Generative image models for the JVM.",
    footer = {"", Commands.EXIT_CODES},
    subcommands = {
      Train.class,
      Sample.class,
      Interpolate.class,
      Arithmetic.class,
      Invert.class,
      TranslateSound.class,
      Nearest.class,
      Evaluate.class,
      Reconstruct.class,
      Traverse.class,
      Manifold.class,
      Denoise.class,
      FindAnomalies.class,
      MeasureLikelihood.class,
      Compress.class,
      Decompress.class,
      MeasurePlace.class,
      Translate.class,
      Stylize.class,
      Dream.class,
      DreamSound.class,
      ListRuns.class,
      Weights.class,
      Features.class,
      Example.class
    })
public final class Atelier {
  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String... args) {
    Commands.main(Atelier::commandLine, args);
  }

  /**
   * All commands, with a generic training command for each kind of model without one of its own.
   */
  static CommandLine commandLine() {
    var commands = new CommandLine(new Atelier());
    CommandLine train = commands.getSubcommands().get("train");
    for (ModelType<?, ?> type : ModelCatalog.all()) {
      if (!train.getSubcommands().containsKey(type.name())) {
        var command = new CommandLine(new TrainProvided<>(type));
        command
            .getCommandSpec()
            .usageMessage()
            .description(
                Arrays.stream(TrainProvided.description(type))
                    .map(line -> line.replace("%", "%%"))
                    .toArray(String[]::new));
        train.addSubcommand(type.name(), command);
      }
    }
    return Commands.prepared(commands);
  }
}
