package org.atelier.cli.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atelier.engine.NativeModule;
import org.atelier.files.NewFile;
import org.atelier.train.LoopListener;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingRun;

/**
 * Stops a run at Ctrl-C or {@code kill} (SIGTERM): the current step is finished and a checkpoint
 * written before the process exits, so that no work is lost.
 */
public final class StopOnSignal implements LoopListener, AutoCloseable {
  private static final long MOST_SECONDS = 120;

  /** Released by main after its last output: the process may exit from then on. */
  private static final CountDownLatch SAID = new CountDownLatch(1);

  private static final Duration MOST_OF_A_CALL = Duration.ofSeconds(20);

  /** The runs that end themselves at a signal. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Thread hook = new Thread(this::stop, "atelier-stop");
  private volatile boolean asked;
  private volatile boolean started;

  /** Registers the shutdown hook. */
  public StopOnSignal() {
    RUNS.incrementAndGet();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the run has started; before that, nothing has been written. */
  public boolean hasStarted() {
    return started;
  }

  /** Whether a signal has arrived. */
  public boolean wasAsked() {
    return asked;
  }

  @Override
  public void onStart(TrainingRun run) {
    started = true;
  }

  @Override
  public void onStep(StepReport report) {
    if (asked) {
      report.requestStop("interrupted by a signal");
    }
  }

  /** The JVM waits for this before it ends. */
  private void stop() {
    asked = true;
    try {
      // Bounded: a step that hangs must not keep the process from exiting.
      SAID.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes a signal end a command that trains nothing as soon as the engine's call under way has
   * returned, since to end the process within one would crash it, and without unfinished files.
   */
  static void betweenCalls() {
    Runtime.getRuntime().addShutdownHook(new Thread(StopOnSignal::endCalls, "atelier-end"));
  }

  private static void endCalls() {
    if (RUNS.get() > 0) {
      return;
    }
    try {
      NativeModule.endCalls(MOST_OF_A_CALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    NewFile.deleteUnfinished();
  }

  /** Releases the shutdown hook; main calls this last. */
  static void letProcessEnd() {
    SAID.countDown();
  }

  /** Removes the shutdown hook, so that signals have their default effect again. */
  @Override
  public void close() {
    RUNS.decrementAndGet();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal has just arrived; main releases the latch shortly.
      }
    }
  }
}
