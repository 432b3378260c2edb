package org.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetcherTest {
  /** Never used: the batches of most of these tests are texts. */
  private static final NDManager NO_MANAGER = NDManager.newBaseManager();

  private static final EpochOrder ORDER = new EpochOrder(20, 3, 5);

  @AfterEach
  void no_thread_is_left() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("atelier-prefetch"));
  }

  @Test
  void threads_and_first_step_do_not_change_the_batches() throws IOException {
    List<String> expected = run(0, 30, PrefetchOptions.defaults());
    assertThat(expected).doesNotHaveDuplicates();
    for (int threads = 1; threads <= 3; threads++) {
      var options = PrefetchOptions.defaults().withThreads(threads).withAhead(5);
      for (int first : new int[] {0, 1, 6, 17}) {
        assertThat(run(first, 30, options)).isEqualTo(expected.subList(first, 30));
      }
    }
  }

  @Test
  void real_pictures_are_the_same_with_two_threads() throws IOException {
    var pictures = new ArrayList<byte[]>();
    for (int i = 0; i < 20; i++) {
      pictures.add(new byte[] {(byte) i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    }
    var data =
        InMemory.ofBytes(1, 4, 4, pictures)
            .images(
                ImageOptions.defaults()
                    .withSize(4)
                    .withChannels(1)
                    .withAugmentation(new Augmentation(true, 2, 0)));
    var sums = new ArrayList<List<Float>>();
    for (int threads = 1; threads <= 2; threads++) {
      var batches = new ArrayList<Float>();
      var options = PrefetchOptions.defaults().withThreads(threads);
      try (var prefetcher = new Prefetcher<>(data, ORDER, 0, options);
          var manager = NDManager.newBaseManager()) {
        for (int i = 0; i < 10; i++) {
          for (float value : prefetcher.next(manager).images().toFloatArray()) {
            batches.add(value);
          }
        }
      }
      sums.add(batches);
    }
    assertThat(sums.get(0)).hasSize(10 * 3 * 16).isEqualTo(sums.get(1));
  }

  @Test
  void no_more_is_loaded_ahead_than_asked() throws Exception {
    var loads = new AtomicInteger();
    var data = data((indices, random) -> "" + loads.incrementAndGet());
    try (var prefetcher = new Prefetcher<>(data, ORDER, 0, new PrefetchOptions(2, 3))) {
      settle(loads, 3);
      prefetcher.next(NO_MANAGER);
      settle(loads, 4);
      assertThat(prefetcher.step()).isEqualTo(1);
    }
  }

  @Test
  void a_loaders_exception_arrives_at_its_step_and_stays() throws IOException {
    var cause = new IOException("cat.png is broken");
    try (var prefetcher = failingAtThirdBatch(cause)) {
      prefetcher.next(NO_MANAGER);
      prefetcher.next(NO_MANAGER);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> prefetcher.next(NO_MANAGER))
            .isInstanceOf(IOException.class)
            .hasMessage("Loading the batch of step 2 failed: cat.png is broken")
            .hasCause(cause);
      }
    }
    var unchecked = new ArithmeticException("by zero");
    try (var prefetcher = failingAtThirdBatch(unchecked)) {
      prefetcher.next(NO_MANAGER);
      prefetcher.next(NO_MANAGER);
      assertThatThrownBy(() -> prefetcher.next(NO_MANAGER))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("by zero")
          .hasCause(unchecked);
    }
  }

  @Test
  void waiting_is_counted() throws IOException {
    var data =
        data(
            (indices, random) -> {
              pause(300);
              return "";
            });
    try (var prefetcher = new Prefetcher<>(data, ORDER, 0, PrefetchOptions.defaults())) {
      prefetcher.next(NO_MANAGER);
      assertThat(prefetcher.waitedNanos())
          .isBetween(TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(20));
    }
  }

  @Test
  void closing_interrupts_loaders_and_releases_a_waiting_consumer() throws Exception {
    var started = new CountDownLatch(1);
    var data =
        data(
            (indices, random) -> {
              started.countDown();
              pause(60_000);
              return "";
            });
    var prefetcher = new Prefetcher<>(data, ORDER, 0, PrefetchOptions.defaults());
    var thrown = new AtomicReference<Throwable>();
    var consumer =
        new Thread(
            () -> {
              try {
                prefetcher.next(NO_MANAGER);
              } catch (IOException | RuntimeException e) {
                thrown.set(e);
              }
            });
    consumer.start();
    started.await();
    long start = System.nanoTime();
    prefetcher.close();
    consumer.join();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    prefetcher.close();
    assertThatThrownBy(() -> prefetcher.next(NO_MANAGER)).hasMessage("The prefetcher is closed");
  }

  @Test
  void an_order_of_other_data_is_refused() {
    var data = data((indices, random) -> "");
    var order = new EpochOrder(19, 3, 5);
    assertThatThrownBy(() -> new Prefetcher<>(data, order, 0, PrefetchOptions.defaults()))
        .hasMessage("The order has 19 examples, but the data has 20");
  }

  private static List<String> run(long first, long end, PrefetchOptions options)
      throws IOException {
    var slow = new AtomicInteger();
    var data =
        data(
            (indices, random) -> {
              // Some batches take longer than their successors.
              pause(slow.incrementAndGet() % 3);
              return List.of(indices[0], indices[1], indices[2], random.nextLong()).toString();
            });
    var batches = new ArrayList<String>();
    try (var prefetcher = new Prefetcher<>(data, ORDER, first, options)) {
      for (long step = first; step < end; step++) {
        batches.add(prefetcher.next(NO_MANAGER));
      }
    }
    return batches;
  }

  private static Prefetcher<String> failingAtThirdBatch(Exception cause) {
    var data =
        data(
            (indices, random) -> {
              if (indices[0] == ORDER.batchAt(2)[0]) {
                if (cause instanceof IOException e) {
                  throw e;
                }
                throw (RuntimeException) cause;
              }
              return "";
            });
    return new Prefetcher<>(data, ORDER, 0, PrefetchOptions.defaults().withThreads(2));
  }

  /** Waits until that many are loaded, and a little longer for one too many. */
  private static void settle(AtomicInteger loads, int expected) throws InterruptedException {
    while (loads.get() < expected) {
      Thread.sleep(1);
    }
    Thread.sleep(50);
    assertThat(loads).hasValue(expected);
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private interface Loader {
    String load(int[] indices, CounterRandom random) throws IOException;
  }

  private static TrainingData<String> data(Loader loader) {
    return new TrainingData<>() {
      @Override
      public int size() {
        return ORDER.size();
      }

      @Override
      public String fingerprint() {
        return "test";
      }

      @Override
      public Loaded<String> load(int[] indices, CounterRandom random) throws IOException {
        String batch = loader.load(indices, random);
        return manager -> batch;
      }
    };
  }
}
