package org.atelier.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.command.UsageException.Check;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that were given to a command. What an option changes is found by evaluating the same
 * computation without it: so a refusal by the library, which knows no options, can name the option
 * that it is about.
 *
 * @param command the command, whose arguments have been parsed
 */
public record GivenOptions(CommandSpec command) {
  /** The options in the order in which they were given. */
  public List<OptionSpec> all() {
    return command.commandLine().getParseResult().matchedOptions();
  }

  /** An option as it was typed, such as {@code --r1 -3}. */
  public static String typed(OptionSpec option) {
    String name = option.longestName();
    List<String> values = option.originalStringValues();
    return option.arity().max() == 0 || values.isEmpty()
        ? name
        : name + " " + String.join(",", values);
  }

  /**
   * The result of a computation as if an option had not been given.
   *
   * @throws IOException if the computation throws it
   */
  public static <T> T without(OptionSpec option, Check<T> check) throws IOException {
    Object given = option.getValue();
    option.setValue(option.initialValue());
    try {
      return check.get();
    } finally {
      option.setValue(given);
    }
  }

  /**
   * The result of a check that depends on the options. Where it refuses them, the exception names
   * those without any one of which it would not.
   *
   * @throws UsageException if the check throws an {@link IllegalArgumentException} or overflows
   * @throws IOException if the check throws it
   */
  public <T> T naming(Check<T> check) throws IOException {
    try {
      return check.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      var named = new ArrayList<String>();
      for (OptionSpec option : all()) {
        if (passes(option, check)) {
          named.add(typed(option));
        }
      }
      String message = Sentences.of(e);
      throw new UsageException(
          named.isEmpty() ? message : String.join(", ", named) + ": " + message, e);
    }
  }

  private static boolean passes(OptionSpec option, Check<?> check) {
    try {
      without(option, check);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
