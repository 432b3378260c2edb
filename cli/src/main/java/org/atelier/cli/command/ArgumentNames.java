package org.atelier.cli.command;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The names of options and parameters in messages. */
final class ArgumentNames {
  private ArgumentNames() {}

  /** An option's longest name, such as {@code --count}, or a parameter's label. */
  static String of(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
