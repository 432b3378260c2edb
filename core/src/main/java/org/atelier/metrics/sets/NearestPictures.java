package org.atelier.metrics.sets;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.source.PictureSource;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.metrics.FeatureNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Nearest-neighbour search of samples in a picture source: comparing samples with their nearest
 * training pictures shows whether a model has memorised its training data.
 *
 * <p>The distance of two pictures is the root mean square difference √(mean (aᵢ − bᵢ)²) of pixel
 * values in [-1, 1], or of the features of a network, which are less sensitive to shifts and
 * changes of brightness. Training pictures are converted to the samples' size and channels as in
 * training (centre crop, then bilinear resizing), so a copied picture has distance 0 up to
 * rounding.
 *
 * <p>The source is read once, batch by batch, and only the nearest pictures are kept. The result
 * does not depend on the batch size, except for rounding of features.
 */
public final class NearestPictures {
  /**
   * Mode 2 computes differences directly; by matrix products, small distances would be lost to
   * rounding.
   */
  private static final NativeFunction DISTANCES =
      NativeFunction.of("torch.cdist(x, y, 2., 2)", "x", "y");

  private final @Nullable FeatureNetwork network;
  private final NearestOptions options;
  private final Device device;

  private NearestPictures(@Nullable FeatureNetwork network, NearestOptions options, Device device) {
    this.network = network;
    this.options = options;
    this.device = device;
  }

  /** Creates a search by pixel values. */
  public static NearestPictures byPixels(NearestOptions options) {
    return new NearestPictures(null, options, Engine.getEngine("PyTorch").defaultDevice());
  }

  /**
   * Creates a search by features.
   *
   * @param network computes the features; it is not closed by this class. Grey pictures are
   *     converted to RGB
   */
  public static NearestPictures byFeatures(FeatureNetwork network, NearestOptions options) {
    return new NearestPictures(network, options, Engine.getEngine("PyTorch").defaultDevice());
  }

  /** Returns a copy that computes on this device; the default is the engine's. */
  public NearestPictures on(Device device) {
    return new NearestPictures(network, options, device);
  }

  /**
   * Finds the nearest pictures of each sample, in the order of increasing distance and, for equal
   * distances, of the source.
   *
   * @param samples at least one, all of one shape with 1 or 3 channels
   * @param source the training pictures; if there are fewer than the number of neighbours, all are
   *     returned
   * @return a list for each sample
   * @throws IOException if a picture of the source cannot be read
   * @throws IllegalArgumentException if samples differ in shape, or have an alpha channel
   */
  public List<List<Neighbour>> of(List<Picture> samples, PictureSource source) throws IOException {
    PictureShape shape = shapeOf(requireOneShape(samples));
    var nearest = new ArrayList<Nearest>();
    samples.forEach(sample -> nearest.add(new Nearest(options.count())));
    try (NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray wanted = points(samples, scope);
      double scale = 1 / Math.sqrt(wanted.getShape().get(1));
      for (int from = 0; from < source.size(); from += options.batchSize()) {
        int count = Math.min(options.batchSize(), source.size() - from);
        var pictures = new ArrayList<Picture>(count);
        for (int i = from; i < from + count; i++) {
          pictures.add(shape.fit(source.picture(i)));
        }
        float[] distances = distances(wanted, pictures);
        for (int i = 0; i < distances.length; i++) {
          nearest.get(i / count).add(new Neighbour(from + i % count, distances[i] * scale));
        }
      }
    }
    return nearest.stream().map(Nearest::found).toList();
  }

  /**
   * Creates a picture with a row for each sample: the sample, then its neighbours.
   *
   * @param found the result of {@link #of} for the samples
   * @param grid spacing and background; its number of columns is not used
   * @throws IOException if a picture of the source cannot be read
   */
  public static Picture arrange(
      List<Picture> samples, List<List<Neighbour>> found, PictureSource source, PictureGrid grid)
      throws IOException {
    if (samples.isEmpty() || samples.size() != found.size()) {
      throw new IllegalArgumentException(
          "Expected the neighbours of each of at least one sample, but got %s samples and the neighbours of %s"
              .formatted(samples.size(), found.size()));
    }
    var cells = new ArrayList<Picture>();
    for (int i = 0; i < samples.size(); i++) {
      cells.add(samples.get(i));
      PictureShape shape = shapeOf(samples.get(i));
      for (Neighbour neighbour : found.get(i)) {
        cells.add(shape.fit(source.picture(neighbour.index())));
      }
    }
    return grid.withColumns(1 + found.get(0).size()).arrange(cells);
  }

  private static Picture requireOneShape(List<Picture> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one sample, but got none");
    }
    Picture first = samples.get(0);
    for (Picture sample : samples) {
      if ((sample.channels() != 1 && sample.channels() != 3)
          || sample.channels() != first.channels()
          || sample.height() != first.height()
          || sample.width() != first.width()) {
        throw new IllegalArgumentException(
            "Expected samples of one shape, grey or RGB, but got %s and %s; convert them first"
                .formatted(first, sample));
      }
    }
    return first;
  }

  private static PictureShape shapeOf(Picture picture) {
    return new PictureShape(picture.channels() == 1 ? 1 : 3, picture.height(), picture.width());
  }

  /**
   * The distances of every sample (rows) to every picture (columns), in row-major order, times √D.
   */
  private float[] distances(NDArray wanted, List<Picture> pictures) {
    try (NDManager scratch = wanted.getManager().newSubManager()) {
      NDArray alias = wanted.reshape(wanted.getShape());
      alias.attach(scratch);
      NDArray points = points(pictures, scratch);
      return Gradients.withoutRecording(() -> DISTANCES.apply(alias, points)).toFloatArray();
    }
  }

  /** The pixel values or features of pictures, (N, D), float32. */
  private NDArray points(List<Picture> pictures, NDManager manager) {
    if (network == null) {
      return batch(pictures, manager).reshape(pictures.size(), -1);
    }
    try (NDManager scratch = manager.newSubManager()) {
      var coloured = pictures.stream().map(Picture::toRgb).toList();
      NDArray features = network.features(batch(coloured, scratch)).values();
      features.attach(manager);
      return features;
    }
  }

  private static NDArray batch(List<Picture> pictures, NDManager manager) {
    Picture first = pictures.get(0);
    int size = first.values().length;
    var values = new float[Math.multiplyExact(size, pictures.size())];
    for (int n = 0; n < pictures.size(); n++) {
      System.arraycopy(pictures.get(n).values(), 0, values, n * size, size);
    }
    return HostValues.toArray(
        manager,
        values,
        new Shape(pictures.size(), first.channels(), first.height(), first.width()));
  }

  /** The nearest pictures so far, in the order of distance. */
  private static final class Nearest {
    private final int count;
    private final List<Neighbour> found = new ArrayList<>();

    Nearest(int count) {
      this.count = count;
    }

    void add(Neighbour neighbour) {
      int place = found.size();
      while (place > 0 && neighbour.distance() < found.get(place - 1).distance()) {
        place--;
      }
      if (place < count) {
        found.add(place, neighbour);
        if (found.size() > count) {
          found.remove(count);
        }
      }
    }

    List<Neighbour> found() {
      return List.copyOf(found);
    }
  }
}
