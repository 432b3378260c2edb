package org.atelier.datasets;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A data set in this jar: read when it is first wanted, forgotten when memory runs short, one
 * reader at a time.
 *
 * @param <T> the data set
 */
final class Embedded<T> {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final Reader<T> reader;
  private @Nullable SoftReference<T> cached;

  /** How the data set is read. */
  @FunctionalInterface
  interface Reader<T> {
    T read() throws IOException;
  }

  Embedded(Reader<T> reader) {
    this.reader = reader;
  }

  /**
   * The data set.
   *
   * @throws UncheckedIOException if the jar is damaged: nothing that a caller could cure
   */
  synchronized T get() {
    T value = cached == null ? null : cached.get();
    if (value == null) {
      try {
        value = reader.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      cached = new SoftReference<>(value);
    }
    return value;
  }

  /** A file of this jar, named from this package. */
  static InputStream open(String path) throws IOException {
    InputStream in = Embedded.class.getResourceAsStream(path);
    if (in == null) {
      throw new FileNotFoundException("The jar of atelier-datasets lacks its file " + path);
    }
    return in;
  }

  /** A JSON file of this jar. */
  static <V> V json(String path, Class<V> type) throws IOException {
    try (var in = new InputStreamReader(open(path), StandardCharsets.UTF_8)) {
      return GSON.fromJson(in, type);
    } catch (JsonParseException e) {
      throw new IOException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
