package org.atelier.data.source;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.atelier.data.ContentHash;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;

/**
 * Grey pictures from an {@link IdxFile}: MNIST and its relatives.
 *
 * <p>For a batch size of 32×32, pictures of 28×28 pixels are padded by 2 background pixels (-1) at
 * each side instead of resized; any other size is resized.
 */
public final class IdxPictures implements PictureSource {
  private static final int MNIST_SIZE = 28;
  private static final int PADDED_SIZE = 32;
  private static final float BACKGROUND = -1;

  private final IdxFile file;
  private final int count;
  private final int height;
  private final int width;

  private IdxPictures(IdxFile file, int[] dimensions) {
    this.file = file;
    this.count = dimensions[0];
    this.height = dimensions[1];
    this.width = dimensions[2];
  }

  /**
   * Returns the pictures of a file, sharing its memory.
   *
   * @throws IOException if the file does not have the three dimensions (N, H, W)
   */
  public static IdxPictures of(IdxFile file) throws IOException {
    int[] dimensions = file.dimensions();
    if (dimensions.length != 3) {
      throw new IOException(
          "Expected pictures, of three dimensions (count, height, width), but %s has %s"
              .formatted(file.name(), Arrays.toString(dimensions)));
    }
    return new IdxPictures(file, dimensions);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Picture picture(int index) {
    int length = height * width;
    int from = Objects.checkIndex(index, count) * length;
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (file.values()[from + i] & 0xFF) / 127.5f - 1;
    }
    return new Picture(1, height, width, values);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String name(int index) {
    return "picture %s of %s".formatted(index, file.name());
  }

  @Override
  public String fingerprint() {
    return "%s pictures of %s×%s %s"
        .formatted(count, width, height, new ContentHash().add(file.values()));
  }

  /**
   * Returns training data of grey pictures, enlarged if needed; {@code size} 32 pads 28×28 pixels.
   */
  @Override
  public TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size).withChannels(1).withEnlarge(true));
  }

  @Override
  public TrainingData<Images> images(ImageOptions options) {
    boolean pad =
        height == MNIST_SIZE
            && width == MNIST_SIZE
            && options.height() == PADDED_SIZE
            && options.width() == PADDED_SIZE;
    return new PictureData(pad ? new Padded(this) : this, options);
  }

  private record Padded(IdxPictures source) implements PictureSource {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Picture picture(int index) {
      int margin = (PADDED_SIZE - MNIST_SIZE) / 2;
      return source.picture(index).padded(margin, BACKGROUND);
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String name(int index) {
      return source.name(index);
    }

    @Override
    public String fingerprint() {
      return source.fingerprint() + " padded";
    }
  }
}
