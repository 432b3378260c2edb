package org.atelier.cli.features;

import org.atelier.cli.command.Commands;
import picocli.CommandLine.Command;

/** Groups the commands of feature networks: {@code ./atelier features}. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = "Shows the networks whose features style transfer, dreams and metrics use.",
    footer = {"", Commands.EXIT_CODES},
    subcommands = ListFeatures.class)
public final class Features {}
