package org.atelier.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.atelier.train.LoopListener;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingRun;

/**
 * Turns Ctrl-C (and a plain {@code kill}) into an orderly end: the step is finished and a
 * checkpoint written before the process ends, so that nothing is lost.
 */
public final class StopOnSignal implements LoopListener, AutoCloseable {
  private static final long MOST_SECONDS = 120;

  /** Opened by the main when all is said: the process may end at once then. */
  private static final CountDownLatch SAID = new CountDownLatch(1);

  private final Thread hook = new Thread(this::stop, "atelier-stop");
  private volatile boolean asked;
  private volatile boolean started;

  public StopOnSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the run began: before, nothing has been written. */
  public boolean hasStarted() {
    return started;
  }

  /** Whether the process is ending. */
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
      report.requestStop("the process was asked to end");
    }
  }

  /** The JVM waits for this before it ends. */
  private void stop() {
    asked = true;
    try {
      // Bounded: a step that hangs must not keep the process from ending.
      SAID.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a process that was asked to end do so; to be called by the main as its last. */
  static void letProcessEnd() {
    SAID.countDown();
  }

  /** The run is over; a signal is Java's own business again. */
  @Override
  public void close() {
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came just now; the main opens the latch in a moment.
      }
    }
  }
}
