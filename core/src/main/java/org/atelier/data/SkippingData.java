package org.atelier.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training data in which the next readable example of the same group takes the place of one that
 * cannot be read, whole: with its own label, attributes or partner.
 *
 * <p>A batch is a function of the indices, the random numbers and of which examples are unreadable,
 * and not of when that was found out, so that a resumed run gets the same batches.
 */
final class SkippingData<B> implements TrainingData<B> {
  private static final Logger LOG = LoggerFactory.getLogger(SkippingData.class);
  private static final int MOST_LINES = 20;

  private final TrainingData<B> data;
  private final SkipOptions options;

  /** The unreadable examples that were found so far, by index. */
  private final ConcurrentSkipListMap<Integer, SkippedExample> unreadable =
      new ConcurrentSkipListMap<>();

  SkippingData(TrainingData<B> data, SkipOptions options) {
    this.data = data;
    this.options = options;
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return data.contents();
  }

  @Override
  public int group(int index) {
    return data.group(index);
  }

  @Override
  public TrainingData<B> skippingUnreadable(SkipOptions options) {
    return options.equals(this.options) ? this : new SkippingData<>(data, options);
  }

  @Override
  public List<SkippedExample> skipped() {
    var all = new ArrayList<>(data.skipped());
    all.addAll(unreadable.values());
    return List.copyOf(all);
  }

  @Override
  public Loaded<B> load(int[] indices, CounterRandom random) throws IOException {
    while (true) {
      int[] chosen = unreadable.isEmpty() ? indices : substituted(indices);
      try {
        return data.load(chosen, random);
      } catch (IOException | UncheckedIOException e) {
        if (!isAboutExamples(e) || !findUnreadable(chosen)) {
          throw e;
        }
      }
    }
  }

  /** Whether the failure may be that of a file, not of the system or an interruption. */
  private static boolean isAboutExamples(Exception failure) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean system =
          cause instanceof FileSystemException
              && !(cause instanceof NoSuchFileException || cause instanceof AccessDeniedException);
      if (system || cause instanceof InterruptedIOException) {
        return false;
      }
    }
    return true;
  }

  /** Loads each example alone; returns whether any of them is unreadable. */
  private boolean findUnreadable(int[] chosen) throws IOException {
    boolean found = false;
    for (int index : chosen) {
      if (!unreadable.containsKey(index)) {
        try {
          data.load(new int[] {index}, CounterRandom.of(0));
          continue;
        } catch (IOException | UncheckedIOException e) {
          if (!isAboutExamples(e)) {
            throw e;
          }
          add(index, e);
        }
      }
      found = true;
    }
    return found;
  }

  private void add(int index, Exception failure) throws IOException {
    String reason = String.valueOf(failure.getMessage());
    if (unreadable.putIfAbsent(index, new SkippedExample(index, reason)) == null) {
      int count = unreadable.size();
      if (count <= MOST_LINES) {
        LOG.warn("Skipping an example: {}", reason);
      } else if (count == MOST_LINES + 1) {
        LOG.warn("Further examples that cannot be read are skipped and counted without a line");
      }
    }
    requireEnough();
  }

  private void requireEnough() throws IOException {
    int count = unreadable.size();
    if (count > options.mostUnreadable() * data.size()) {
      throw new IOException(
          "%s of the %s examples cannot be read, which is too many to go on without them. The first: %s"
              .formatted(count, data.size(), unreadable.firstEntry().getValue().reason()));
    }
  }

  private int[] substituted(int[] indices) throws IOException {
    requireEnough();
    var chosen = indices.clone();
    for (int i = 0; i < chosen.length; i++) {
      if (unreadable.containsKey(chosen[i])) {
        chosen[i] = substitute(chosen[i]);
      }
    }
    return chosen;
  }

  /** The next index of the same group that is not known to be unreadable, cyclically. */
  private int substitute(int index) throws IOException {
    int group = data.group(index);
    for (int i = 1; i < data.size(); i++) {
      int next = (index + i) % data.size();
      if (data.group(next) == group && !unreadable.containsKey(next)) {
        return next;
      }
    }
    throw new IOException(
        "No example of the same class can be read in place of this one: %s"
            .formatted(unreadable.get(index).reason()));
  }
}
