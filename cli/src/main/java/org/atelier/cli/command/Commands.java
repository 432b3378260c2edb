package org.atelier.cli.command;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.atelier.train.TrainingException;
import picocli.CommandLine;

/**
 * Runs command lines. An exception becomes a one-sentence message on the error stream and an exit
 * code; its stack trace is printed only with {@code --stacktrace}.
 */
public final class Commands {
  /** What {@code --version} prints. */
  public static final String VERSION = "Atelier 0.1.0";

  /** The last line of every command's help. */
  public static final String EXIT_CODES = "Exit codes: 0 done, 1 failed, 2 wrong usage.";

  /** Exit code of success. */
  public static final int DONE = 0;

  /** Exit code of a command that failed although its usage was right. */
  public static final int FAILED = 1;

  /** Exit code of wrong usage. */
  static final int USAGE = 2;

  private Commands() {}

  /** Runs a command line and exits the process with its code. */
  public static void main(Supplier<CommandLine> command, String... args) {
    // Plots and pictures need no display, and on a Mac would open an icon in the dock.
    setUnlessSet("java.awt.headless", "true");
    // DJL would otherwise look for Amazon's meta-data service at start, to report its use.
    setUnlessSet("OPT_OUT_TRACKING", "true");
    // ImageIO's temporary files cannot be made while the JVM shuts down, which Ctrl-C begins.
    ImageIO.setUseCache(false);
    int code;
    try {
      code = run(command.get(), args);
    } catch (UsageException e) {
      // A model provider on the class path cannot be used.
      System.err.println("atelier: " + e.getMessage());
      code = USAGE;
    }
    StopOnSignal.letProcessEnd();
    System.exit(code);
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Runs a command line; returns its exit code. */
  public static int run(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .println(
              "atelier: Java is out of heap memory; use smaller batches, or smaller or fewer"
                  + " pictures, or raise the limit: ATELIER_JAVA_OPTIONS=-Xmx8g ./atelier ...");
      return FAILED;
    }
  }

  /**
   * Configures error handling and the default values in help texts; returns the same command line.
   */
  public static CommandLine prepared(CommandLine commandLine) {
    tellDefaults(commandLine);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((e, args) -> misused(e));
    commandLine.setExecutionExceptionHandler(
        (e, failing, parsed) -> {
          if (parsed != null && isStackTraceAsked(parsed)) {
            e.printStackTrace(failing.getErr());
          }
          failing.getErr().println("atelier: " + sentence(e));
          return exitCode(e);
        });
    return commandLine;
  }

  /** Sets the default values that help texts refer to, of this command and all below it. */
  private static void tellDefaults(CommandLine commandLine) {
    if (commandLine.getCommand() instanceof DescribesDefaults command) {
      commandLine.setResourceBundle(command.defaults());
    }
    commandLine.getSubcommands().values().forEach(Commands::tellDefaults);
  }

  private static boolean isStackTraceAsked(CommandLine.ParseResult parsed) {
    return parsed.hasMatchedOption("--stacktrace")
        || (parsed.hasSubcommand() && isStackTraceAsked(parsed.subcommand()));
  }

  private static int misused(CommandLine.ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    String message = e.getMessage();
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-") && !commandLine.getSubcommands().isEmpty()) {
        message =
            "there is no %s %s".formatted(commandLine.getCommandSpec().qualifiedName(), first);
      }
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        message += "; did you mean " + String.join(" or ", near) + "?";
      }
    }
    commandLine
        .getErr()
        .printf(
            Locale.ROOT,
            "atelier: %s (see %s --help)%n",
            message,
            commandLine.getCommandSpec().qualifiedName());
    return USAGE;
  }

  /**
   * The library refuses a user's values with IllegalArgumentException, so this is wrong usage, too.
   */
  private static int exitCode(Exception e) {
    return e instanceof UsageException || e instanceof IllegalArgumentException ? USAGE : FAILED;
  }

  /** The message of an exception, in a sentence for the screen. */
  public static String sentence(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      message = e.getClass().getSimpleName();
    }
    if (e instanceof EngineException) {
      // The engine's messages carry the trace of its own calls, from the second line on.
      return "The engine failed: "
          + message.lines().findFirst().orElse(message)
          + "; --stacktrace shows where";
    }
    boolean inWords =
        e instanceof UsageException
            || e instanceof IllegalArgumentException
            || e instanceof TrainingException
            || e instanceof IOException;
    return inWords ? message : message + " (" + e.getClass().getSimpleName() + "; --stacktrace)";
  }
}
