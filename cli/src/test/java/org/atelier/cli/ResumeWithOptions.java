package org.atelier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.Range;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Resumes a run with each option of its command, whose value is not that of the run. */
final class ResumeWithOptions {
  /** Options by which a run may go on in another way, and those that do not concern the run. */
  private static final Set<String> FREE =
      Set.of(
          "--resume",
          "--steps",
          "--epochs",
          "--checkpoint-every",
          "--sample-every",
          "--health",
          "--prefetch",
          "--device",
          "--threads",
          "--stacktrace",
          "--help",
          "--version",
          // Compared by what they hold.
          "--data",
          "--data-b",
          "--accept-data",
          "--on-bad-picture");

  private ResumeWithOptions() {}

  /** The options that were accepted, or refused in a sentence that does not name them. */
  static List<String> notRefused(String model, Path run) {
    CommandLine all = Atelier.commandLine();
    var wrong = new ArrayList<String>();
    for (OptionSpec option :
        all.getSubcommands().get("train").getSubcommands().get(model).getCommandSpec().options()) {
      if (FREE.contains(option.longestName())) {
        continue;
      }
      for (String argument : arguments(option)) {
        var err = new StringWriter();
        all.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter()));
        int code = Commands.run(all, "train", model, "--resume", run.toString(), argument);
        if (code != 2 || !err.toString().contains(option.longestName())) {
          wrong.add(argument + " -> " + code + " " + err);
        }
      }
    }
    return wrong;
  }

  private static List<String> arguments(OptionSpec option) {
    if (option.arity().max() == 0) {
      return List.of(option.longestName());
    }
    return values(option).map(value -> option.longestName() + "=" + value).toList();
  }

  private static Stream<String> values(OptionSpec option) {
    Class<?> type =
        option.type().isArray()
            ? option.type().getComponentType()
            : Collection.class.isAssignableFrom(option.type())
                ? option.auxiliaryTypes()[0]
                : option.type();
    Range range =
        option.userObject() instanceof AnnotatedElement field
            ? field.getAnnotation(Range.class)
            : null;
    if (type.isEnum()) {
      // The last, which is no default.
      Object[] constants = type.getEnumConstants();
      return Stream.of(constants[constants.length - 1].toString().toLowerCase(Locale.ROOT));
    } else if (option.longestName().equals("--decay")) {
      return Stream.of("7,9");
    } else if (option.longestName().equals("--diff-augment")) {
      return Stream.of("colour");
    } else if (option.longestName().equals("--image-size")) {
      return Stream.of("16");
    } else if (range != null && range.only().length > 0) {
      return Stream.of("3", "16").filter(text -> contains(range, Integer.parseInt(text))).limit(1);
    } else if (type == Double.class || type == Double.TYPE) {
      return Stream.of("0.375");
    } else if (type == String.class || type == Path.class) {
      return Stream.of("Bag");
    }
    return Stream.of("7");
  }

  private static boolean contains(Range range, int value) {
    for (int allowed : range.only()) {
      if (allowed == value) {
        return true;
      }
    }
    return false;
  }
}
