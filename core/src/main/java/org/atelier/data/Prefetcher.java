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
 * Loads the batches of the next steps in the background, so that training does not wait for
 * decoders.
 *
 * <p>The batches come in the order of the steps and are functions of (data, order, step): the
 * number of threads changes nothing but the speed. One thread consumes; any thread may close.
 *
 * @param <B> the batch
 */
public final class Prefetcher<B> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

  /** Keeps the draws of augmentation apart from others of the same seed. */
  private static final String PURPOSE = "augmentation";

  private static final long CLOSE_SECONDS = 10;

  private final TrainingData<B> data;
  private final EpochOrder order;
  private final ExecutorService executor;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /** The batches in the making, of the steps from {@link #step} on. Guarded by itself. */
  private final Deque<Future<Loaded<B>>> pending = new ArrayDeque<>();

  private volatile long step;
  private volatile long waitedNanos;
  private volatile boolean closed;

  /**
   * Starts to load.
   *
   * @param order which examples belong to which step; its seed is also that of the augmentation
   * @param firstStep the step of the first batch: 0, or where a resumed run goes on
   * @throws IllegalArgumentException if the order is one of another number of examples
   */
  public Prefetcher(
      TrainingData<B> data, EpochOrder order, long firstStep, PrefetchOptions options) {
    if (order.size() != data.size()) {
      throw new IllegalArgumentException(
          "The order is one of %s examples, but the data has %s"
              .formatted(order.size(), data.size()));
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

  /** The step whose batch {@link #next} returns next. */
  public long step() {
    return step;
  }

  /** The time in nanoseconds that {@link #next} has waited for loaders so far. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /**
   * The batch of the next step; waits for it if it is not ready.
   *
   * @param manager what the batch's arrays are attached to
   * @throws IOException if an example cannot be read (the next call fails in the same way), or the
   *     waiting thread is interrupted
   * @throws IllegalStateException if the loader fails otherwise (the cause says how), or this
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
      // Before the batch is made: the loaders go on while the engine copies.
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
      throw new IllegalStateException("The prefetcher was closed while a batch was awaited", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the batch of step " + step);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** A new exception of the consumer's own stack, with the loader's as the cause. */
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
   * Gives up what is being loaded and waits for the threads to end; twice is as good as once. A
   * loader that ignores interruption is waited for some seconds; its thread never keeps the JVM
   * alive.
   */
  @Override
  public void close() {
    synchronized (pending) {
      closed = true;
      // A task that never ran would leave a waiting consumer waiting: shutdownNow is not enough.
      pending.forEach(future -> future.cancel(true));
      pending.clear();
    }
    executor.shutdownNow();
    // Joined, because the executor counts a thread as ended somewhat before it has ended.
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
