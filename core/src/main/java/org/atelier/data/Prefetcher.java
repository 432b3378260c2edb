package org.atelier.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.atelier.data.TrainingData.Loaded;
import org.atelier.random.CounterRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the batches of the next steps on background threads, so that training does not wait for
 * decoding.
 *
 * <p>Batches are returned in the order of the steps and are a function of (data, order, step), so
 * that the number of threads affects the speed only. {@link #next} is for one thread; {@link
 * #close} may be called by any.
 *
 * @param <B> the type of batch
 */
public final class Prefetcher<B> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  /** Separates the random stream of augmentation from others of the same seed. */
  private static final String PURPOSE = "augmentation";

  private static final long CLOSE_SECONDS = 10;

  private final TrainingData<B> data;
  private final EpochOrder order;
  private final ExecutorService executor;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /** The batches being loaded, for the steps from {@link #step} on. Guarded by itself. */
  private final Deque<Future<Loaded<B>>> pending = new ArrayDeque<>();

  private volatile long step;
  private volatile long waitedNanos;
  private volatile boolean closed;

  /**
   * Creates a prefetcher and starts to load.
   *
   * @param order determines the examples of each step; its seed is used for augmentation too
   * @param firstStep the step of the first batch: 0, or the step at which a run is resumed
   * @throws IllegalArgumentException if the order has another number of examples
   */
  public Prefetcher(
      TrainingData<B> data, EpochOrder order, long firstStep, PrefetchOptions options) {
    if (order.size() != data.size()) {
      throw new IllegalArgumentException(
          "The order has %s examples, but the data has %s".formatted(order.size(), data.size()));
    }
    if (firstStep < 0) {
      throw new IllegalArgumentException("firstStep must be at least 0, but was " + firstStep);
    }
    this.data = data;
    this.order = order;
    this.step = firstStep;
    this.executor = Executors.newFixedThreadPool(options.threads(), this::newThread);
    synchronized (pending) {
      for (int i = 0; i < options.ahead(); i++) {
        submit(firstStep + i);
      }
    }
  }

  /** Returns the step of the batch that {@link #next} will return. */
  public long step() {
    return step;
  }

  /** Returns the total time in nanoseconds that {@link #next} has waited for loading. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /**
   * Returns the batch of the next step, waiting until it is loaded.
   *
   * @param manager owns the arrays of the batch
   * @throws IOException if an example cannot be read (further calls fail in the same way), or the
   *     waiting thread is interrupted
   * @throws IllegalStateException if loading fails with another exception (the cause), or this
   *     prefetcher is closed
   */
  public B next(NDManager manager) throws IOException {
    Future<Loaded<B>> future;
    synchronized (pending) {
      checkOpen();
      future = pending.element();
    }
    Loaded<B> loaded = await(future);
    synchronized (pending) {
      checkOpen();
      // Before the batch is copied to the engine, so that loading continues meanwhile.
      submit(step + pending.size());
      pending.remove();
      step++;
    }
    return loaded.toBatch(manager);
  }

  private Loaded<B> await(Future<Loaded<B>> future) throws IOException {
    long start = System.nanoTime();
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("The prefetcher was closed while waiting for a batch", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the batch of step " + step);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** Creates an exception with the consumer's stack trace and the loader's exception as cause. */
  private IOException failure(Throwable cause) {
    String message = "Loading the batch of step %s failed: %s".formatted(step, cause.getMessage());
    if (cause instanceof IOException) {
      return new IOException(message, cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(message, cause);
  }

  private void submit(long step) {
    pending.add(executor.submit(() -> load(step)));
  }

  private Thread newThread(Runnable task) {
    var thread = new Thread(task, "atelier-prefetch-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private Loaded<B> load(long step) throws IOException {
    return data.load(order.batchAt(step), CounterRandom.of(order.seed(), PURPOSE).fork(step));
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The prefetcher is closed");
    }
  }

  /**
   * Cancels loading and waits for the threads to end; idempotent. Waits a few seconds at most for a
   * loader that ignores interruption; its thread is a daemon.
   */
  @Override
  public void close() {
    synchronized (pending) {
      closed = true;
      // shutdownNow is not enough: a consumer would wait forever for a task that never ran.
      pending.forEach(future -> future.cancel(true));
      pending.clear();
    }
    executor.shutdownNow();
    // Joined, because the executor reports termination slightly before its threads end.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        if (thread.isAlive()) {
          LOG.warn("{} did not end within {} seconds", thread.getName(), CLOSE_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
