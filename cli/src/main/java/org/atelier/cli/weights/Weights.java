package org.atelier.cli.weights;

import org.atelier.cli.command.Commands;
import picocli.CommandLine.Command;

/** Groups the commands of published weights: {@code ./atelier weights}. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description =
        "Lists and downloads published weights of other projects. Nothing is downloaded unless it"
            + " is asked for.",
    footer = {
      "",
      "ATELIER_WEIGHTS names a folder that may have some of them already; ATELIER_CACHE the folder"
          + " for downloads (default: atelier in the system's folder for caches)."
    },
    subcommands = {ListWeights.class, GetWeights.class})
public final class Weights {}
