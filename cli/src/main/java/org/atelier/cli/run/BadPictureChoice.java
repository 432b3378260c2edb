package org.atelier.cli.run;

import java.io.IOException;
import java.util.Locale;
import org.atelier.cli.command.UsageException;
import org.atelier.data.SkipOptions;
import org.atelier.data.TrainingData;
import org.atelier.data.source.PictureSource;
import org.atelier.image.PictureException;
import org.atelier.sound.SoundException;
import org.jspecify.annotations.Nullable;

/** Values of {@code --on-bad-picture}: what a run does with a picture that it cannot use. */
public enum BadPictureChoice {
  /** Ends the run, after a checkpoint. */
  FAIL,

  /** Puts the next picture of the same class in its place. */
  SKIP;

  /** Reads an example. */
  @FunctionalInterface
  public interface Reader {
    void read(int index) throws IOException;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The option that a resumed run needs to get past the picture at which it ended.
   *
   * @param failure why the run ended
   * @return a space and the option, or nothing if no picture is the cause or they are skipped
   *     anyway
   */
  public String toGoOnAfter(Throwable failure) {
    for (Throwable e = failure; this == FAIL && e != null; e = e.getCause()) {
      if (e instanceof PictureException || e instanceof SoundException) {
        return " --on-bad-picture skip";
      }
    }
    return "";
  }

  /** The training data with this reaction to pictures that cannot be read. */
  public <B> TrainingData<B> applied(TrainingData<B> data) {
    return this == FAIL ? data : data.skippingUnreadable(SkipOptions.defaults());
  }

  /**
   * Reads up to {@code most} evenly spaced examples, so that unreadable files are found before
   * anything is written.
   *
   * @throws IOException of the first that cannot be read, if this is {@link #FAIL}
   * @throws UsageException if more of them cannot be read than a run goes on without
   */
  public void check(int size, int most, Reader reader) throws IOException {
    int tried = Math.min(size, most);
    int bad = 0;
    @Nullable IOException first = null;
    for (int i = 0; i < tried; i++) {
      try {
        reader.read((int) ((long) i * size / tried));
      } catch (IOException e) {
        if (this == FAIL) {
          throw e;
        }
        bad++;
        first = first == null ? e : first;
      }
    }
    if (first != null && bad > SkipOptions.defaults().mostUnreadable() * tried) {
      throw new UsageException(
          tried == 1
              ? String.valueOf(first.getMessage())
              : "%s of %s pictures cannot be used, which is too many to go on without them. The first: %s"
                  .formatted(bad, tried, first.getMessage()));
    }
  }

  /**
   * The index of a picture that can be read.
   *
   * @param index where to begin
   * @return {@code index}, or with {@link #SKIP} the next one that can be read, cyclically
   * @throws IOException if there is none
   */
  public int readable(PictureSource source, int index) throws IOException {
    @Nullable IOException first = null;
    for (int i = 0; i < source.size(); i++) {
      int next = (index + i) % source.size();
      try {
        source.picture(next);
        return next;
      } catch (IOException e) {
        first = first == null ? e : first;
        if (this == FAIL) {
          break;
        }
      }
    }
    throw first == null ? new IOException("There is no picture") : first;
  }
}
