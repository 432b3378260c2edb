package org.atelier.data.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.data.ContentHash;
import org.atelier.data.TrainingData;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Pictures on the Java heap with 8 bits per value: a quarter of the memory of floats, and lossless
 * for 8-bit pictures.
 */
public final class InMemory implements PictureSource {
  private final List<Stored> pictures;

  /** The pictures that these are copies of, for names; null if they were given as values. */
  private final @Nullable PictureSource origin;

  private record Stored(int channels, int height, int width, byte[] bytes) {}

  private InMemory(List<Stored> pictures) {
    this(pictures, null);
  }

  private InMemory(List<Stored> pictures, @Nullable PictureSource origin) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture, but got none");
    }
    this.pictures = List.copyOf(pictures);
    this.origin = origin;
  }

  /**
   * Stores pictures, rounded to 8 bits.
   *
   * @throws IllegalArgumentException if the list is empty, or a value is not in [-1, 1]
   */
  public static InMemory of(List<Picture> pictures) {
    var stored = new ArrayList<Stored>(pictures.size());
    for (int i = 0; i < pictures.size(); i++) {
      stored.add(store(pictures.get(i), "picture " + i));
    }
    return new InMemory(stored);
  }

  /**
   * Stores pictures of one shape from float values, rounded to 8 bits.
   *
   * @param values one array per picture, C·H·W values in row-major order, in [-1, 1]
   * @throws IllegalArgumentException if the list is empty, a length is wrong, or a value is not in
   *     [-1, 1]
   */
  public static InMemory ofFloats(int channels, int height, int width, List<float[]> values) {
    return of(values.stream().map(v -> new Picture(channels, height, width, v)).toList());
  }

  /**
   * Creates a source of pictures of one shape from unsigned bytes.
   *
   * @param bytes one array per picture, C·H·W values in row-major order, 0 (black) to 255; not
   *     copied
   * @throws IllegalArgumentException if the list is empty or a length is wrong
   */
  public static InMemory ofBytes(int channels, int height, int width, List<byte[]> bytes) {
    if (channels < 1 || channels > 4 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Expected 1 to 4 channels and at least one pixel, but got %s×%s×%s"
              .formatted(channels, height, width));
    }
    long length = (long) channels * height * width;
    for (int i = 0; i < bytes.size(); i++) {
      if (bytes.get(i).length != length) {
        throw new IllegalArgumentException(
            "Expected %s bytes (%s×%s×%s) in picture %s, but got %s"
                .formatted(length, channels, height, width, i, bytes.get(i).length));
      }
    }
    return new InMemory(bytes.stream().map(b -> new Stored(channels, height, width, b)).toList());
  }

  /**
   * Reads a source into memory, preprocessed to the size and channels of the options but not
   * augmented; pass the augmentation to {@link #images(ImageOptions)}. Useful when decoding and
   * resizing take longer than a training step.
   *
   * @throws IOException if a picture cannot be read or is too small
   */
  public static InMemory copyOf(PictureSource source, ImageOptions options) throws IOException {
    return copyOf(new Preprocessed(source, options));
  }

  /**
   * Reads a source into memory, each picture at its stored size, rounded to 8 bits.
   *
   * @throws IOException if a picture cannot be read
   */
  public static InMemory copyOf(PictureSource source) throws IOException {
    var stored = new ArrayList<Stored>(source.size());
    for (int i = 0; i < source.size(); i++) {
      stored.add(store(source.picture(i), source.name(i)));
    }
    return new InMemory(stored, source);
  }

  /**
   * As {@link #copyOf(PictureSource, ImageOptions)}, but a picture that cannot be read or is too
   * small keeps its index, and reading it from the result throws that exception again; for {@link
   * TrainingData#skippingUnreadable}.
   *
   * @throws IOException if no picture can be read; the message is that of the first
   */
  public static PictureSource copyOfReadable(PictureSource source, ImageOptions options)
      throws IOException {
    return copyOfReadable(new Preprocessed(source, options));
  }

  /**
   * As {@link #copyOf(PictureSource)}, but a picture that cannot be read keeps its index, and
   * reading it from the result throws that exception again.
   *
   * @throws IOException if no picture can be read; the message is that of the first
   */
  public static PictureSource copyOfReadable(PictureSource source) throws IOException {
    var stored = new ArrayList<Stored>(source.size());
    var unreadable = new TreeMap<Integer, String>();
    @Nullable IOException first = null;
    for (int i = 0; i < source.size(); i++) {
      try {
        stored.add(store(source.picture(i), source.name(i)));
      } catch (IOException e) {
        first = first == null ? e : first;
        unreadable.put(i, String.valueOf(e.getMessage()));
      }
    }
    if (stored.isEmpty() && first != null) {
      throw first;
    }
    var memory = new InMemory(stored, unreadable.isEmpty() ? source : null);
    return unreadable.isEmpty() ? memory : new PartlyInMemory(memory, source, unreadable);
  }

  /** Pictures in the shape of a batch, without augmentation. */
  private record Preprocessed(PictureSource source, ImageOptions options) implements PictureSource {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Picture picture(int index) throws IOException {
      // Without augmentation the random numbers have no effect.
      return options
          .withAugmentation(Augmentation.none())
          .apply(source.picture(index), source.name(index), CounterRandom.of(0));
    }

    @Override
    public int channels() {
      return options.channels();
    }

    @Override
    public String name(int index) {
      return source.name(index);
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return source.contents();
    }

    @Override
    public String fingerprint() {
      return "%s, %s".formatted(source.fingerprint(), options.fingerprint());
    }
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Picture picture(int index) {
    Stored stored = pictures.get(index);
    var values = new float[stored.bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (stored.bytes[i] & 0xFF) / 127.5f - 1;
    }
    return new Picture(stored.channels, stored.height, stored.width, values);
  }

  @Override
  public String name(int index) {
    return origin == null ? PictureSource.super.name(index) : origin.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return origin == null ? Map.of() : origin.contents();
  }

  /** Returns 3 if any picture is RGB, else 1. */
  @Override
  public int channels() {
    return pictures.stream().anyMatch(stored -> stored.channels >= 3) ? 3 : 1;
  }

  @Override
  public String fingerprint() {
    var hash = new ContentHash();
    for (Stored stored : pictures) {
      hash.add(stored.channels).add(stored.height).add(stored.width).add(stored.bytes);
    }
    return "%s pictures in memory %s".formatted(pictures.size(), hash);
  }

  private static Stored store(Picture picture, String name) {
    float[] values = picture.values();
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      // Resampling may overshoot by a rounding error; anything more is a wrong range.
      if (!(value >= -1.0001f && value <= 1.0001f)) {
        throw new IllegalArgumentException(
            "Expected values from -1 to 1, but %s has %s".formatted(name, value));
      }
      bytes[i] = (byte) Math.min(255, Math.max(0, Math.round((value + 1) * 127.5f)));
    }
    return new Stored(picture.channels(), picture.height(), picture.width(), bytes);
  }
}
