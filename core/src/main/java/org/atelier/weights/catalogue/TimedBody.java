package org.atelier.weights.catalogue;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, read part by part, each within a time: Java's client has a timeout for the
 * header alone. At most two parts are in memory.
 */
final class TimedBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Duration silence;
  private Flow.@Nullable Subscription subscription;
  private boolean closed;

  /** A part, the end, or a failure. */
  private record Signal(List<ByteBuffer> part, boolean last, @Nullable Throwable failure) {}

  /**
   * @param silence how long the next part may take
   */
  TimedBody(Duration silence) {
    this.silence = silence;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    signals.add(new Signal(part, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(List.of(), true, null));
  }

  /**
   * Waits for the next part; null at the end.
   *
   * @throws HttpTimeoutException if it does not come in time
   * @throws IOException if the connection is cut
   */
  @Nullable List<ByteBuffer> next() throws IOException, InterruptedException {
    Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new HttpTimeoutException(
          "nothing came for %s seconds".formatted(Math.max(1, silence.toSeconds())));
    }
    if (signal.failure() != null) {
      throw new IOException("the connection was cut", signal.failure());
    }
    if (signal.last()) {
      return null;
    }
    requestNext();
    return signal.part();
  }

  private synchronized void requestNext() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  /** Ends the transfer. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
