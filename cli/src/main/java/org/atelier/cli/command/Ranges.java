package org.atelier.cli.command;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Checks the numbers of a parsed command line against the {@link Range} of their options. */
final class Ranges {
  private Ranges() {}

  /**
   * Refuses the first number that is out of its option's range.
   *
   * @throws ParameterException naming the option, what it expects, and what it got
   */
  static void check(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      for (ArgSpec argument : command.getParseResult().matchedArgs()) {
        requireSome(command, argument);
        Range range = of(argument);
        if (range != null) {
          for (Number value : numbers(argument.getValue())) {
            if (!contains(range, value.doubleValue())) {
              throw new ParameterException(
                  command,
                  "%s must be %s, but was %s"
                      .formatted(ArgumentNames.of(argument), text(range), typed(argument, value)),
                  argument,
                  value.toString());
            }
          }
        }
      }
    }
  }

  /** Refuses a list without values: "," alone is split to nothing. */
  private static void requireSome(CommandLine command, ArgSpec argument) {
    Object value = argument.getValue();
    boolean empty =
        value instanceof Collection<?> many && many.isEmpty()
            || value instanceof long[] numbers && numbers.length == 0;
    if (empty && argument.arity().max() > 0 && argument instanceof OptionSpec) {
      throw new ParameterException(
          command,
          "%s expects %s, but got no value"
              .formatted(ArgumentNames.of(argument), argument.paramLabel()));
    }
  }

  /** The declared range; null for none. */
  static @Nullable Range of(ArgSpec argument) {
    return argument.userObject() instanceof AnnotatedElement field
        ? field.getAnnotation(Range.class)
        : null;
  }

  private static List<Number> numbers(@Nullable Object value) {
    if (value instanceof Number number) {
      return List.of(number);
    } else if (value instanceof Collection<?> many) {
      return many.stream()
          .filter(Number.class::isInstance)
          .<Number>map(Number.class::cast)
          .toList();
    } else if (value instanceof long[] many) {
      return LongStream.of(many).<Number>mapToObj(Long::valueOf).toList();
    }
    return List.of();
  }

  private static boolean contains(Range range, double value) {
    if (range.only().length > 0) {
      return IntStream.of(range.only()).anyMatch(allowed -> allowed == value);
    }
    boolean high = range.above() ? value > range.from() : value >= range.from();
    boolean low = range.below() ? value < range.to() : value <= range.to();
    return high && low;
  }

  /** What the user typed, of a single value; 1e-400 is not 0. */
  private static String typed(ArgSpec argument, Number value) {
    List<String> typed = argument.originalStringValues();
    boolean several = argument.getValue() instanceof Collection<?> many && many.size() > 1;
    boolean single = !several && typed.size() == 1;
    return single && !argument.type().isArray() ? typed.get(0) : value.toString();
  }

  /** Formats whole numbers without a fraction: 8, not 8.0. */
  private static String number(double bound) {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%.0f", bound)
        : String.valueOf(bound);
  }

  private static String text(Range range) {
    if (range.only().length > 0) {
      return EnumText.alternatives(Arrays.stream(range.only()).mapToObj(String::valueOf).toList());
    }
    boolean least = range.from() != Double.NEGATIVE_INFINITY;
    boolean most = range.to() != Double.POSITIVE_INFINITY;
    String from = number(range.from());
    String to = number(range.to());
    if (least && most && !range.above() && !range.below()) {
      return "from %s to %s".formatted(from, to);
    }
    String lower = least ? (range.above() ? "above " : "at least ") + from : "";
    String upper = most ? (range.below() ? "below " : "at most ") + to : "";
    return least && most ? lower + " and " + upper : lower + upper;
  }
}
