package org.atelier.benchmarks.fuzz;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Reads damaged files with every reader of untrusted files: {@code benchmarks/fuzz TARGET}. A
 * process of its own does so, with a heap of 512 MB, and is started again after an input that never
 * ends or ends the process.
 */
@Command(
    name = "benchmarks/fuzz",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads damaged files with a reader of untrusted files. A finding is an exception that is not"
          + " documented or says nothing to a user, more than 5 s of processor time, or memory"
          + " beyond 512 MB."
    },
    footer = {"", "Exit status: 0 without a finding, 1 with one, 2 for wrong usage."})
final class Fuzz implements Callable<Integer> {
  private static final String ALL = "all";
  private static final double NO_LIMIT = 1e9;

  @Parameters(
      paramLabel = "TARGET",
      arity = "1..*",
      description = "Readers, or all. An unknown one lists them.")
  private List<String> chosen = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "Time for each target in seconds (default: 60 without --inputs, else no limit).")
  private @Nullable Double seconds;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      description = "Number of inputs for each target (default: as many as the time allows).")
  private @Nullable Long inputs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the inputs (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--first",
      paramLabel = "N",
      description =
          "Number of the first input; with --inputs 1 a finding is seen again (default: ${DEFAULT-VALUE}).")
  private long first;

  @Option(
      names = "--corpus",
      paramLabel = "FOLDER",
      description = "Seed files, in a folder for each target (default: ${DEFAULT-VALUE}).")
  private Path corpus = Path.of("benchmarks/corpus");

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the inputs of findings are kept (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("benchmarks/target/fuzz");

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of the reader (default: ${DEFAULT-VALUE}).")
  private String heap = "512m";

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Fuzz()).setOverwrittenOptionsAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> targets = targets();
    if (first > 0 && targets.size() > 1) {
      throw wrong("--first is for one target, but there are %s".formatted(targets.size()));
    }
    if (first < 0 || inputs != null && inputs < 1 || seconds != null && !(seconds > 0)) {
      throw wrong("--first must be at least 0, --inputs at least 1 and --seconds more than 0");
    }
    long last = inputs == null ? Long.MAX_VALUE : first + inputs;
    double limit = seconds != null ? seconds : inputs == null ? 60 : NO_LIMIT;
    Path scratch = Files.createTempDirectory("atelier-fuzz-");
    try {
      return run(targets, last, limit, scratch) ? 1 : 0;
    } finally {
      delete(scratch);
    }
  }

  private List<String> targets() throws IOException {
    List<String> known = new FuzzTargets(Path.of(".")).names();
    if (chosen.contains(ALL)) {
      return known;
    }
    for (String name : chosen) {
      if (!known.contains(name)) {
        throw wrong(
            "There is no target '%s'; expected %s or one of %s"
                .formatted(name, ALL, String.join(", ", known)));
      }
    }
    return chosen;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** Runs the targets, in as many processes as it takes; returns whether there was a finding. */
  private boolean run(List<String> targets, long last, double limit, Path scratch)
      throws IOException, InterruptedException {
    PrintWriter screen = Objects.requireNonNull(spec).commandLine().getOut();
    Path stateFile = scratch.resolve("state");
    FuzzState state = FuzzState.open(stateFile);
    boolean found = false;
    int target = 0;
    long next = first;
    double left = limit;
    while (target < targets.size()) {
      long began = System.currentTimeMillis();
      List<String> command = command(scratch, stateFile);
      for (Object argument : new Object[] {seed, last, limit, target, next, left}) {
        command.add(argument.toString());
      }
      command.addAll(targets);
      int status = run(command, screen);
      if (status == 0 || status == FuzzWorker.FOUND) {
        return found || status != 0;
      }
      found = true;
      if (status == 1 || state.began() < began) {
        throw new IOException(
            "The process that reads inputs failed by itself (exit status %s); what it said is above"
                .formatted(status));
      }
      if (status != FuzzWorker.HUNG) {
        screen.printf(
            "FINDING %s, input %s: the process ended with status %s%n",
            targets.get(state.target()), state.input(), status);
        screen.flush();
      }
      // Goes on behind that input, in what is left of the target's time.
      boolean same = state.target() == target;
      target = state.target();
      next = state.input() + 1;
      double spent = (System.currentTimeMillis() - state.began()) / 1e3;
      left = (same ? left : limit) - spent;
      if (left <= 0 || next >= last) {
        target++;
        next = 0;
        left = limit;
      }
    }
    return found;
  }

  /** Runs a process to its end, whose lines appear on the screen; returns its exit status. */
  private static int run(List<String> command, PrintWriter screen)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // A signal ends this process without its finally blocks.
    var end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        screen.println(line);
        screen.flush();
      }
      return process.waitFor();
    } finally {
      process.destroyForcibly();
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException e) {
        // The hook runs already.
      }
    }
  }

  private List<String> command(Path scratch, Path state) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + scratch,
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            System.getProperty("java.class.path"),
            FuzzWorker.class.getName()));
    for (Path path : List.of(corpus, out, state)) {
      command.add(path.toAbsolutePath().toString());
    }
    return command;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    }
  }
}
