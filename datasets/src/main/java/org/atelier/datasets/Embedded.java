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
 * A data set in this jar: read on first access, cached by a soft reference, synchronised.
 *
 * @param <T> the type of data set
 */
final class Embedded<T> {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final Reader<T> reader;
  private @Nullable SoftReference<T> cached;

  /** Reads the data set. */
  @FunctionalInterface
  interface Reader<T> {
    T read() throws IOException;
  }

  Embedded(Reader<T> reader) {
    this.reader = reader;
  }

  /**
   * Returns the data set, reading it if it is not cached.
   *
   * @throws UncheckedIOException if the jar is damaged
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

  /** Opens a resource of this jar, relative to this package. */
  static InputStream open(String path) throws IOException {
    InputStream in = Embedded.class.getResourceAsStream(path);
    if (in == null) {
      throw new FileNotFoundException(
          "The jar of atelier-datasets is damaged, missing file: " + path);
    }
    return in;
  }

  /** Reads a JSON resource of this jar. */
  static <V> V json(String path, Class<V> type) throws IOException {
    try (var in = new InputStreamReader(open(path), StandardCharsets.UTF_8)) {
      return GSON.fromJson(in, type);
    } catch (JsonParseException e) {
      throw new IOException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
