package org.atelier.cli.example;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.UsageException;
import org.atelier.examples.ExampleMain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an example, or lists them all: {@code ./atelier example}. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = {
      "Runs an example program, each of which answers one question about the library;"
          + " without a NAME, lists the examples.",
      "The first argument of an example is its output folder, the second usually the"
          + " number of steps; examples/README.md lists all arguments."
    },
    footer = {"", Commands.EXIT_CODES})
public final class Example implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Name of the example, such as OwnModel.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENT",
      description = "Arguments of the example; all have defaults.")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--stacktrace", description = "Print the Java stack trace of an error, too.")
  private boolean stacktrace;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String wanted = name;
    if (wanted == null) {
      list(Objects.requireNonNull(spec).commandLine().getOut());
      return Commands.DONE;
    }
    ExampleMain example = named(wanted);
    try {
      example.main().run(arguments.toArray(String[]::new));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "%s expects a number, but cannot parse an argument (%s); examples/README.md lists its arguments"
              .formatted(example.name(), e.getMessage()));
    }
    return Commands.DONE;
  }

  private static void list(PrintWriter out) {
    int width = ExampleMain.all().stream().mapToInt(e -> e.name().length()).max().orElse(0);
    out.println("Examples (./atelier example NAME):");
    for (ExampleMain example : ExampleMain.all()) {
      out.printf(Locale.ROOT, "  %-" + width + "s  %s%n", example.name(), example.question());
    }
    out.flush();
  }

  private static ExampleMain named(String wanted) {
    List<ExampleMain> all = ExampleMain.all();
    return all.stream()
        .filter(example -> example.name().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> near =
                  Similarity.nearest(wanted, all.stream().map(ExampleMain::name).toList());
              return new UsageException(
                  "There is no example %s%s ./atelier example lists them"
                      .formatted(
                          wanted,
                          near.isEmpty()
                              ? ";"
                              : "; did you mean %s?".formatted(String.join(" or ", near))));
            });
  }
}
