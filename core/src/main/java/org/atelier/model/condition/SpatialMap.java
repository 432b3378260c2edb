package org.atelier.model.condition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/**
 * A spatial map as the conditioning input, such as a mask (-1 outside, 1 inside) or an edge map:
 * float32 arrays (N, C, H, W) in [-1, 1]. In Java, a map is a {@link Picture}.
 *
 * @param channels channels of the map, at least 1
 * @param height height of the picture in pixels, at least 1
 * @param width width of the picture in pixels, at least 1
 */
public record SpatialMap(int channels, int height, int width) implements Condition<Picture> {
  private static final long SEED = 0;

  /** Checks the numbers. */
  public SpatialMap {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "channels, height and width must be at least 1, but were %s, %s and %s"
              .formatted(channels, height, width));
    }
  }

  /** Creates a mask of one channel for square pictures of this side in pixels. */
  public static SpatialMap mask(int size) {
    return new SpatialMap(1, size, size);
  }

  @Override
  public Shape shape() {
    return new Shape(channels, height, width);
  }

  @Override
  public float[] encode(Picture value) {
    if (value.channels() != channels || value.height() != height || value.width() != width) {
      throw new IllegalArgumentException(
          "Expected a map of the shape %s×%s×%s (C, H, W), but got %s×%s×%s"
              .formatted(channels, height, width, value.channels(), value.height(), value.width()));
    }
    for (float number : value.values()) {
      if (!(number >= -1.0001f && number <= 1.0001f)) {
        throw new IllegalArgumentException(
            "A map's values must be in [-1, 1], but one was " + number);
      }
    }
    return value.values().clone();
  }

  /**
   * Returns random rectangles of value 1 on a background of -1, with sides of a quarter to a half
   * of the picture's.
   */
  @Override
  public Conditions various() {
    return (manager, from, count) ->
        new NDList(
            toArray(
                manager, IntStream.range(from, from + count).mapToObj(this::rectangle).toList()));
  }

  private float[] rectangle(int n) {
    CounterRandom random = CounterRandom.of(SEED, n);
    int high = (height + 3) / 4 + random.nextInt(height / 4 + 1);
    int wide = (width + 3) / 4 + random.nextInt(width / 4 + 1);
    int top = random.nextInt(height - high + 1);
    int left = random.nextInt(width - wide + 1);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int y = i / width % height - top;
      int x = i % width - left;
      values[i] = y >= 0 && y < high && x >= 0 && x < wide ? 1 : -1;
    }
    return values;
  }

  /**
   * Joins pictures and maps that are loaded batch by batch to conditioned training data. If both
   * have the same augmentation, maps are flipped and cropped in the same way as their pictures.
   *
   * @param images the pictures
   * @param maps one map for each picture, in the same order
   */
  public TrainingData<ConditionedImages> join(
      TrainingData<Images> images, TrainingData<Images> maps) {
    return ConditionedImages.join(images, new Maps(this, maps));
  }

  private record Maps(SpatialMap condition, TrainingData<Images> maps)
      implements TrainingData<NDArray> {
    @Override
    public int size() {
      return maps.size();
    }

    @Override
    public String fingerprint() {
      return maps.fingerprint();
    }

    @Override
    public Loaded<NDArray> load(int[] indices, CounterRandom random) throws IOException {
      var loaded = maps.load(indices, random);
      return manager -> {
        NDArray array = loaded.toBatch(manager).images();
        if (!array.getShape().slice(1).equals(condition.shape())) {
          throw new IllegalArgumentException(
              "Expected maps of the shape (C, H, W) = %s, but got %s"
                  .formatted(condition.shape(), array.getShape().slice(1)));
        }
        return array;
      };
    }
  }
}
