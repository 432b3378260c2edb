package org.atelier.data.source;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.RandomAccessDataset;
import java.io.IOException;
import org.atelier.image.Picture;

/**
 * Adapts a DJL dataset of pictures, so that models can be trained on it.
 *
 * <p>DJL's examples are engine arrays: unlike other sources, this one uses the engine on the
 * loading thread. It copies the values to the Java heap at once and closes the arrays. A dataset
 * whose pipeline draws random numbers from the engine makes runs irreproducible; use {@link
 * Augmentation} instead. Access to the dataset is serialised, because DJL does not guarantee thread
 * safety.
 */
public final class DjlData implements PictureSource {
  private final RandomAccessDataset dataset;
  private final String name;
  private final Format format;
  private final int size;
  private final int channels;

  /** The value range of a dataset's pictures, from black to white. */
  public enum Range {
    /** 0 to 255, as integers or floats: DJL's pictures before {@code ToTensor}. */
    BYTE(0, 255),
    /** 0 to 1: DJL's pictures after {@code ToTensor}. */
    UNIT(0, 1),
    /** -1 to 1: normalised with mean 0.5 and standard deviation 0.5. */
    SIGNED(-1, 1);

    private final float black;
    private final float white;

    Range(float black, float white) {
      this.black = black;
      this.white = white;
    }

    private float toSigned(float value) {
      return (value - black) * 2 / (white - black) - 1;
    }
  }

  /** The order of a picture's dimensions. */
  public enum Layout {
    /** Channels first: DJL's pictures after {@code ToTensor}. */
    CHW,
    /** Channels last: DJL's pictures before {@code ToTensor}. */
    HWC
  }

  /**
   * How a dataset stores pictures. It must be given, because a dark picture in bytes cannot be
   * distinguished from one in [0, 1].
   *
   * @param range the value range
   * @param layout the order of the dimensions; an array (H, W) is grey in either
   */
  public record Format(Range range, Layout layout) {
    /** Returns the format of {@code ToTensor}: [0, 1] and (C, H, W). */
    public static Format defaults() {
      return new Format(Range.UNIT, Layout.CHW);
    }

    /** Returns a copy with this value range. */
    public Format withRange(Range range) {
      return new Format(range, layout);
    }

    /** Returns a copy with this order of the dimensions. */
    public Format withLayout(Layout layout) {
      return new Format(range, layout);
    }
  }

  private DjlData(RandomAccessDataset dataset, String name, Format format) throws IOException {
    this.dataset = dataset;
    this.name = name;
    this.format = format;
    if (dataset.size() < 1 || dataset.size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Expected 1 to 2147483647 examples in %s, but it has %s".formatted(name, dataset.size()));
    }
    this.size = (int) dataset.size();
    this.channels = picture(0).channels() >= 3 ? 3 : 1;
  }

  /**
   * Wraps a dataset. Reads its first example to determine the channels and to fail early.
   *
   * @param dataset a prepared dataset; the first array of an example's data is the picture
   * @param name the name for messages and the fingerprint; it should contain the version, because
   *     the fingerprint does not hash the content
   * @param format the value range and layout of the pictures
   * @throws IOException if the first example cannot be read, or is not a picture of this format
   */
  public static DjlData of(RandomAccessDataset dataset, String name, Format format)
      throws IOException {
    return new DjlData(dataset, name, format);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Picture picture(int index) throws IOException {
    synchronized (dataset) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
        var record = dataset.get(manager, index);
        NDArray array = record.getData().get(0);
        Picture picture = toPicture(array, name(index));
        // Some datasets attach an example to their own manager, which would keep it.
        record.getData().close();
        record.getLabels().close();
        return picture;
      }
    }
  }

  private Picture toPicture(NDArray array, String name) throws IOException {
    Shape shape = array.getShape();
    int dimensions = shape.dimension();
    boolean last = format.layout == Layout.HWC;
    long pictureChannels =
        dimensions == 2 ? 1 : dimensions == 3 ? shape.get(last ? 2 : 0) : Long.MAX_VALUE;
    if (pictureChannels < 1 || pictureChannels > 4) {
      throw new IOException(
          "Expected a picture (%s or H, W; 1 to 4 channels), but %s has the shape %s"
              .formatted(last ? "H, W, C" : "C, H, W", name, shape));
    }
    int from = dimensions == 3 && !last ? 1 : 0;
    int height = (int) shape.get(from);
    int width = (int) shape.get(from + 1);
    int planes = (int) pictureChannels;
    float[] stored = array.toType(DataType.FLOAT32, false).toFloatArray();
    var values = new float[stored.length];
    int pixels = height * width;
    for (int i = 0; i < values.length; i++) {
      float value = stored[last ? i % pixels * planes + i / pixels : i];
      if (!(value >= format.range.black && value <= format.range.white)) {
        throw new IOException(
            "Expected values from %s to %s (range %s), but %s has %s"
                .formatted(format.range.black, format.range.white, format.range, name, value));
      }
      values[i] = format.range.toSigned(value);
    }
    return new Picture(planes, height, width, values);
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public String name(int index) {
    return "example %s of %s".formatted(index, name);
  }

  /** Returns the name, the size and the format; the content is not hashed. */
  @Override
  public String fingerprint() {
    return "%s: %s examples of a DJL dataset, %s".formatted(name, size, format);
  }
}
