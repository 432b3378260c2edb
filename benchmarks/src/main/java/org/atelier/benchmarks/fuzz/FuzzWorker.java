package org.atelier.benchmarks.fuzz;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The process that reads inputs, which {@link Fuzz} starts with a small heap, and again after an
 * input that never ends. Arguments: the folder of the corpus, the folder of findings, the file of
 * the state, the seed, the number of inputs, the seconds for each target, the index of the first
 * target, its first input, the seconds that are left for it, and the targets.
 */
final class FuzzWorker {
  /** The exit status after an input that took too long: the process is to be started again. */
  static final int HUNG = 75;

  /** The exit status with findings; 1 is that of an exception. */
  static final int FOUND = 74;

  private static final long MAX_CPU_NANOS = 5_000_000_000L;

  /** For a collector that leaves no time to the reader: of all threads together. */
  private static final long MAX_PROCESS_NANOS = 30_000_000_000L;

  /** For waiting without computing; long, since other processes may leave little of a machine. */
  private static final long MAX_NANOS = 900_000_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final PrintWriter out;
  private final FuzzState state;
  private final Thread reader = Thread.currentThread();

  /** The input that is being read, and since when; written by the reader, read by the watchdog. */
  private volatile @Nullable Current current;

  private record Current(
      Findings findings,
      long number,
      byte[] input,
      long beganCpu,
      long beganProcess,
      long beganNanos) {}

  private FuzzWorker(PrintWriter out, FuzzState state) {
    this.out = out;
    this.state = state;
  }

  /** Runs the targets; exits with 0, {@link #FOUND} or {@link #HUNG}. */
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    try {
      System.exit(run(arguments, out) ? FOUND : 0);
    } catch (Throwable e) {
      // Not of a reader, but of this program.
      e.printStackTrace(out);
      System.exit(1);
    }
  }

  private static boolean run(String[] arguments, PrintWriter out) throws IOException {
    // Native and Java libraries tell of every damaged file.
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Path corpus = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    long seed = Long.parseLong(arguments[3]);
    long inputs = Long.parseLong(arguments[4]);
    double seconds = Double.parseDouble(arguments[5]);
    int firstTarget = Integer.parseInt(arguments[6]);
    long first = Long.parseLong(arguments[7]);
    double left = Double.parseDouble(arguments[8]);
    List<String> names = List.of(arguments).subList(9, arguments.length);
    var worker = new FuzzWorker(out, FuzzState.open(Path.of(arguments[2])));
    worker.watch();
    Path scratch = Files.createTempDirectory("atelier-fuzz");
    var targets = new FuzzTargets(scratch);
    boolean found = false;
    for (int i = firstTarget; i < names.size(); i++) {
      worker.state.begin(i, System.currentTimeMillis());
      FuzzTarget target = targets.named(names.get(i));
      var findings = new Findings(target.name(), seed, folder, out);
      boolean begun = i == firstTarget;
      worker.run(
          target,
          Inputs.of(target, corpus, seed),
          findings,
          begun ? first : 0,
          inputs,
          begun ? left : seconds);
      found |= findings.count() > 0;
    }
    return found;
  }

  private void run(
      FuzzTarget target, Inputs inputs, Findings findings, long first, long last, double seconds)
      throws IOException {
    long began = System.nanoTime();
    long beganCpu = THREADS.getCurrentThreadCpuTime();
    long slowest = 0;
    long slowestInput = first;
    long valid = 0;
    long number = first;
    for (; number < last && System.nanoTime() - began < seconds * 1e9; number++) {
      state.input(number);
      byte[] input = inputs.input(number);
      long cpu = THREADS.getCurrentThreadCpuTime();
      current =
          new Current(findings, number, input, cpu, PROCESS.getProcessCpuTime(), System.nanoTime());
      @Nullable Throwable thrown = null;
      try {
        target.parser().parse(input);
        valid++;
      } catch (Throwable e) {
        thrown = e;
      }
      current = null;
      long nanos = THREADS.getCurrentThreadCpuTime() - cpu;
      if (nanos > slowest) {
        slowest = nanos;
        slowestInput = number;
      }
      if (nanos > MAX_CPU_NANOS) {
        findings.add(number, input, "more than 5 s of processor time", null);
      }
      if (thrown != null) {
        var problem = Verdict.problem(target, input, thrown);
        if (problem.isPresent()) {
          findings.add(number, input, problem.get(), thrown);
        }
      }
    }
    double elapsed = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "%-12s inputs %d to %d in %.1f s (%.0f/s, %.0f/s of processor time), %.0f %% valid: %d findings of %d kinds; slowest %d: %.3f s%n",
        target.name(),
        first,
        number - 1,
        elapsed,
        (number - first) / elapsed,
        (number - first) * 1e9 / (THREADS.getCurrentThreadCpuTime() - beganCpu),
        100.0 * valid / Math.max(1, number - first),
        findings.count(),
        findings.kinds(),
        slowestInput,
        slowest / 1e9);
  }

  /** Ends the process at an input that takes too long, since a Java thread cannot be ended. */
  private void watch() {
    var watchdog =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(200);
                  Current now = current;
                  String problem = now == null ? null : tooLong(now);
                  if (now != null && problem != null) {
                    var where = new Throwable("The reader is here");
                    where.setStackTrace(reader.getStackTrace());
                    now.findings().add(now.number(), now.input(), problem, where);
                    out.flush();
                    Runtime.getRuntime().halt(HUNG);
                  }
                } catch (IOException | InterruptedException | OutOfMemoryError e) {
                  // The next look will do.
                }
              }
            },
            "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  /** Returns what takes too long; null if nothing does. */
  private @Nullable String tooLong(Current now) {
    // Twice the limit: what comes back later is measured exactly.
    if (THREADS.getThreadCpuTime(reader.getId()) - now.beganCpu() > 2 * MAX_CPU_NANOS) {
      return "no end after 10 s of processor time";
    }
    if (PROCESS.getProcessCpuTime() - now.beganProcess() > MAX_PROCESS_NANOS) {
      return "no end after 30 s of processor time, mostly of the garbage collector";
    }
    return System.nanoTime() - now.beganNanos() > MAX_NANOS ? "no end after 15 minutes" : null;
  }
}
