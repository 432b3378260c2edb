package org.atelier.cli.command;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words for command lines that picocli cannot parse. */
final class ParseMessages {
  private static final Pattern INVALID =
      Pattern.compile(
          "Invalid value for (?:option '[^']*'|positional parameter at index \\S+)"
              + "(?: \\([^)]*\\))?: (?:cannot convert '.*' to \\S+ \\(.*\\)|(.*))",
          Pattern.DOTALL);
  private static final Pattern PAIRS =
      Pattern.compile("Value for option.* should be in KEY=VALUE.* but was (.*)", Pattern.DOTALL);

  private ParseMessages() {}

  /** One sentence that names the option as it is typed. */
  static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    String message = String.valueOf(e.getMessage());
    ArgSpec argument = e.getArgSpec();
    if (argument == null) {
      return message;
    }
    String name = ArgumentNames.of(argument);
    Matcher pairs = PAIRS.matcher(message);
    if (pairs.matches()) {
      return "%s expects %s, but was %s".formatted(name, argument.paramLabel(), pairs.group(1));
    }
    Matcher invalid = INVALID.matcher(message);
    if (!invalid.matches()) {
      return message;
    }
    if (argument.isOption() && argument.arity().max() == 0) {
      return "%s expects no value, but got '%s'; leave out the value".formatted(name, e.getValue());
    }
    Class<?> type = enumOf(argument);
    if (type != null) {
      return "%s expects %s, but was '%s'"
          .formatted(name, EnumText.alternatives(type), e.getValue());
    }
    String rest = invalid.group(1);
    return rest == null
        ? "%s expects %s, but was '%s'".formatted(name, argument.paramLabel(), e.getValue())
        : name + " " + (rest.startsWith("expected ") ? "expects " + rest.substring(9) : rest);
  }

  private static @Nullable Class<?> enumOf(ArgSpec argument) {
    if (argument.converters().length > 0) {
      // Its own converter knows more names than the enum has.
      return null;
    }
    for (Class<?> type : argument.auxiliaryTypes()) {
      if (type.isEnum()) {
        return type;
      }
    }
    return argument.type().isEnum() ? argument.type() : null;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine commandLine = e.getCommandLine();
    String message = e.getMessage();
    String first = e.getUnmatched().get(0);
    if (!first.startsWith("-")) {
      String command = commandLine.getCommandSpec().qualifiedName();
      message =
          commandLine.getSubcommands().isEmpty()
              ? "%s expects no argument '%s'; leave it out, or quote a path that has spaces"
                  .formatted(command, first)
              : "there is no %s %s".formatted(command, first);
    }
    List<String> near = e.getSuggestions();
    return near.isEmpty() ? message : message + "; did you mean " + String.join(" or ", near) + "?";
  }
}
