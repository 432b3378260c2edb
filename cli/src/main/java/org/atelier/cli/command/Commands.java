package org.atelier.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
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

  private static final String STACK_TRACE = "--stacktrace";

  private Commands() {}

  /** Runs a command line and exits the process with its code. */
  public static void main(Supplier<CommandLine> command, String... args) {
    // All messages are in English; help of picocli's would be sorted by the locale.
    Locale.setDefault(Locale.ROOT);
    // Plots and pictures need no display, and on a Mac would open an icon in the dock.
    setUnlessSet("java.awt.headless", "true");
    // DJL would otherwise look for Amazon's meta-data service at start, to report its use.
    setUnlessSet("OPT_OUT_TRACKING", "true");
    // ImageIO's temporary files cannot be made while the JVM shuts down, which Ctrl-C begins.
    ImageIO.setUseCache(false);
    StopOnSignal.betweenCalls();
    int code;
    try {
      code = run(command.get(), args);
    } catch (UsageException | LinkageError e) {
      // A model provider on the class path cannot be used, or the class path is incomplete.
      if (List.of(args).contains(STACK_TRACE)) {
        e.printStackTrace();
      }
      System.err.println("atelier: " + Sentences.of(e));
      code = e instanceof UsageException ? USAGE : FAILED;
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
    } catch (Error e) {
      // Picocli handles exceptions only. Whatever the error, a user reads one sentence.
      if (List.of(args).contains(STACK_TRACE)) {
        e.printStackTrace(commandLine.getErr());
      }
      commandLine.getErr().println("atelier: " + Sentences.of(e));
      return FAILED;
    }
  }

  /**
   * Configures error handling, how values are read and checked, and the default values in help
   * texts; returns the same command line.
   */
  public static CommandLine prepared(CommandLine commandLine) {
    tellDefaults(commandLine);
    ValueConverters.register(commandLine);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionStrategy(Commands::execute);
    commandLine.setParameterExceptionHandler((e, args) -> misused(e));
    commandLine.setExecutionExceptionHandler(
        (e, failing, parsed) -> {
          if (parsed != null && isStackTraceAsked(parsed)) {
            e.printStackTrace(failing.getErr());
          }
          failing.getErr().println("atelier: " + Sentences.of(e));
          return exitCode(e);
        });
    return commandLine;
  }

  /** One sentence for an exception, as the command line prints it. */
  public static String sentence(Throwable thrown) {
    return Sentences.of(thrown);
  }

  /** Sets the default values that help texts refer to, of this command and all below it. */
  private static void tellDefaults(CommandLine commandLine) {
    if (commandLine.getCommand() instanceof DescribesDefaults command) {
      commandLine.setResourceBundle(command.defaults());
    }
    commandLine.getSubcommands().values().forEach(Commands::tellDefaults);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    boolean helpAsked =
        parsed.asCommandLineList().stream()
            .anyMatch(each -> each.isUsageHelpRequested() || each.isVersionHelpRequested());
    if (!helpAsked) {
      Ranges.check(parsed);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static boolean isStackTraceAsked(CommandLine.ParseResult parsed) {
    return parsed.hasMatchedOption(STACK_TRACE)
        || (parsed.hasSubcommand() && isStackTraceAsked(parsed.subcommand()));
  }

  private static int misused(CommandLine.ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    commandLine
        .getErr()
        .printf(
            Locale.ROOT,
            "atelier: %s (see %s --help)%n",
            ParseMessages.of(e),
            commandLine.getCommandSpec().qualifiedName());
    return USAGE;
  }

  /**
   * The library refuses a user's values with IllegalArgumentException, so this is wrong usage, too.
   */
  private static int exitCode(Exception e) {
    return e instanceof UsageException || e instanceof IllegalArgumentException ? USAGE : FAILED;
  }
}
