package org.atelier.image;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;

/**
 * Applies an image-to-image network to pictures of any size and kind.
 *
 * <ul>
 *   <li>Sides that the network cannot take are padded by reflection, and the result is cropped.
 *   <li>Pictures larger than a {@linkplain Tiling tile} go through in overlapping tiles.
 *   <li>Alpha is kept: the network sees the picture on white, as in training, and the result on
 *       white is what it made.
 *   <li>From file to file, orientation and colour profile are applied, and a file of 16 bits gives
 *       one of 16 bits (as PNG or TIFF).
 * </ul>
 *
 * <p>Immutable. Any number of threads may use one at once.
 */
public final class PictureTransform {
  private final Device device;
  private final Batches network;
  private final UnaryOperator<Picture> input;
  private final Frame frame;
  private final Tiling tiling;

  /** A network in use: pictures (N, C, H, W) in [-1, 1] to pictures (N, C', H, W). */
  @FunctionalInterface
  public interface Batches {
    /** The results, attached to the manager of the pictures. */
    NDArray apply(NDArray pictures);
  }

  /**
   * What sizes a network takes.
   *
   * @param multiple both sides must be multiples of it
   * @param least of both sides; a multiple
   * @param fixedHeight if not 0, the only height that it takes
   * @param fixedWidth likewise
   */
  private record Frame(int multiple, int least, int fixedHeight, int fixedWidth) {
    boolean isFixed() {
      return fixedHeight > 0;
    }

    int fill(int side) {
      return Math.max(least, (side + multiple - 1) / multiple * multiple);
    }
  }

  private PictureTransform(
      Device device, Batches network, UnaryOperator<Picture> input, Frame frame, Tiling tiling) {
    this.device = device;
    this.network = network;
    this.input = input;
    this.frame = frame;
    this.tiling = tiling;
  }

  /**
   * A network that takes any size.
   *
   * @param device where it computes
   * @param channels that it is given: 1 (grey) or 3 (RGB)
   */
  public static PictureTransform of(Device device, int channels, Batches network) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (RGB), but was "
              + channels
              + "; what else a network is given is said by withInput");
    }
    UnaryOperator<Picture> colours = channels == 1 ? Picture::toGrey : Picture::toRgb;
    return new PictureTransform(device, network, colours, new Frame(1, 1, 0, 0), Tiling.defaults());
  }

  /** Returns a copy with this conversion from a picture to the input of the network. */
  public PictureTransform withInput(UnaryOperator<Picture> input) {
    return new PictureTransform(device, network, input, frame, tiling);
  }

  /**
   * Returns a copy for a network whose input sides must be multiples of a number.
   *
   * @param least that a side must have, rounded up to a multiple
   */
  public PictureTransform withMultiple(int multiple, int least) {
    if (multiple < 1 || least < 1) {
      throw new IllegalArgumentException(
          "multiple and least must be at least 1, but were %s and %s".formatted(multiple, least));
    }
    int rounded = (least + multiple - 1) / multiple * multiple;
    return new PictureTransform(device, network, input, new Frame(multiple, rounded, 0, 0), tiling);
  }

  /**
   * Returns a copy for a network with a fixed input size: pictures are resized to it, and results
   * of that size are resized back.
   */
  public PictureTransform withFixedSize(int height, int width) {
    return new PictureTransform(device, network, input, new Frame(1, 1, height, width), tiling);
  }

  /** Returns a copy with this tiling. */
  public PictureTransform withTiling(Tiling tiling) {
    return new PictureTransform(device, network, input, frame, tiling);
  }

  /** What becomes of one picture: of its size, and with its alpha. */
  public Picture apply(Picture picture) {
    return apply(List.of(picture)).get(0);
  }

  /**
   * What becomes of several, in their order. Neighbours of one size go through together, as many as
   * have the pixels of a tile.
   */
  public List<Picture> apply(List<Picture> pictures) {
    var results = new ArrayList<Picture>(pictures.size());
    var waiting = new ArrayList<Picture>();
    for (int i = 0; i < pictures.size(); i++) {
      waiting.add(fit(input.apply(pictures.get(i))));
      Picture first = waiting.get(0);
      boolean last = i + 1 == pictures.size();
      if (last || isFull(waiting) || !sameSize(pictures.get(i), pictures.get(i + 1))) {
        List<Picture> made =
            tiling.leavesWhole(first.height(), first.width()) || frame.isFixed()
                ? run(waiting)
                : List.of(inTiles(first));
        for (int j = 0; j < made.size(); j++) {
          results.add(finish(made.get(j), pictures.get(i + 1 - made.size() + j)));
        }
        waiting.clear();
      }
    }
    return results;
  }

  private boolean isFull(List<Picture> waiting) {
    Picture first = waiting.get(0);
    return !tiling.leavesWhole(first.height() * (waiting.size() + 1), first.width());
  }

  private static boolean sameSize(Picture a, Picture b) {
    return a.height() == b.height() && a.width() == b.width();
  }

  /**
   * From one file to another.
   *
   * @param target ends in .png, .jpg, .jpeg, .tif or .tiff; JPEG keeps neither alpha, which is laid
   *     over white, nor 16 bits
   * @throws PictureException if the one cannot be read, or the other not be written
   */
  public void apply(Path source, Path target) throws IOException {
    apply(Pictures.decode(source), target);
  }

  /** As the other, of a picture that has been read. */
  public void apply(DecodedPicture source, Path target) throws IOException {
    Picture made = apply(source.picture());
    String name = target.toString().toLowerCase(Locale.ROOT);
    boolean jpeg = name.endsWith(".jpg") || name.endsWith(".jpeg");
    Pictures.write(
        jpeg ? made.over(1) : made,
        target,
        WriteOptions.defaults().withBits(jpeg ? 8 : source.bits()));
  }

  private Picture fit(Picture given) {
    if (frame.isFixed()) {
      return Resizer.BILINEAR.resize(given, frame.fixedHeight(), frame.fixedWidth());
    }
    int height = frame.fill(given.height());
    int width = frame.fill(given.width());
    if (given.height() == height && given.width() == width) {
      return given;
    }
    int top = (height - given.height()) / 2;
    int left = (width - given.width()) / 2;
    return given.cropReflected(-top, -left, height, width);
  }

  private List<Picture> run(List<Picture> fitted) {
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray given = Pictures.toBatch(fitted, scratch);
      return Pictures.fromBatch(Gradients.withoutRecording(() -> network.apply(given)));
    }
  }

  private Picture inTiles(Picture whole) {
    int multiple = frame.multiple();
    int side = Math.max(frame.least(), tiling.side() / multiple * multiple);
    int height = Math.min(side, whole.height());
    int width = Math.min(side, whole.width());
    int overlap = tiling.overlap();
    float[] sum = new float[0];
    var weight = new float[whole.height() * whole.width()];
    int channels = 0;
    for (int top : Tiling.starts(whole.height(), height, overlap, multiple)) {
      float[] rows = Tiling.weights(height, overlap, top == 0, top + height == whole.height());
      for (int left : Tiling.starts(whole.width(), width, overlap, multiple)) {
        float[] columns = Tiling.weights(width, overlap, left == 0, left + width == whole.width());
        Picture tile = run(List.of(whole.crop(top, left, height, width))).get(0);
        if (channels == 0) {
          channels = tile.channels();
          sum = new float[Math.multiplyExact(channels, weight.length)];
        }
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int at = (top + y) * whole.width() + left + x;
            float share = rows[y] * columns[x];
            weight[at] += share;
            for (int c = 0; c < channels; c++) {
              sum[c * weight.length + at] += share * tile.values()[(c * height + y) * width + x];
            }
          }
        }
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weight[i % weight.length];
    }
    return new Picture(channels, whole.height(), whole.width(), sum);
  }

  private Picture finish(Picture made, Picture original) {
    Picture result = made;
    if (!frame.isFixed()) {
      int height = original.height();
      int width = original.width();
      if (made.height() != height || made.width() != width) {
        result = made.crop((made.height() - height) / 2, (made.width() - width) / 2, height, width);
      }
    } else if (made.height() == frame.fixedHeight() && made.width() == frame.fixedWidth()) {
      result = Resizer.BILINEAR.resize(made, original.height(), original.width());
    }
    boolean keepsAlpha = original.hasAlpha() && sameSize(result, original);
    return keepsAlpha ? withAlpha(result.clamped(), original) : result.clamped();
  }

  /** With the original's alpha, and such colours that laid over white it is what was made. */
  private static Picture withAlpha(Picture made, Picture original) {
    int plane = made.height() * made.width();
    int colours = made.channels();
    var values = new float[(colours + 1) * plane];
    int alphaAt = (original.channels() - 1) * plane;
    for (int i = 0; i < plane; i++) {
      float alpha = (original.values()[alphaAt + i] + 1) / 2;
      for (int c = 0; c < colours; c++) {
        float value = made.values()[c * plane + i];
        values[c * plane + i] =
            alpha <= 0 ? value : Math.max(-1, Math.min(1, (value - (1 - alpha)) / alpha));
      }
      values[colours * plane + i] = original.values()[alphaAt + i];
    }
    return new Picture(colours + 1, made.height(), made.width(), values);
  }
}
