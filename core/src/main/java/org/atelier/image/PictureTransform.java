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
 * Applies an image-to-image network to pictures of any size and number of channels.
 *
 * <ul>
 *   <li>Sizes that the network does not accept are padded by reflection, and the result is cropped.
 *   <li>Pictures larger than a {@linkplain Tiling tile} are processed in overlapping tiles.
 *   <li>Alpha is kept: the network's input is composited on white, as in training, and the result
 *       composited on white equals the network's output.
 *   <li>Between files, the orientation and the colour profile are applied, and 16-bit files give
 *       16-bit files (PNG and TIFF).
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class PictureTransform {
  private final Device device;
  private final Batches network;
  private final UnaryOperator<Picture> input;
  private final Frame frame;
  private final Tiling tiling;

  /** Runs a network: maps pictures (N, C, H, W) in [-1, 1] to pictures (N, C', H, W). */
  @FunctionalInterface
  public interface Batches {
    /** Returns the outputs, (N, C', H, W), attached to the manager of {@code pictures}. */
    NDArray apply(NDArray pictures);
  }

  /**
   * The input sizes that a network accepts.
   *
   * @param multiple height and width must be multiples of this number
   * @param least the minimum height and width, a multiple
   * @param fixedHeight if not 0, the only accepted height
   * @param fixedWidth if not 0, the only accepted width
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
   * Creates a transform for a network that accepts any size.
   *
   * @param device the device on which the network runs
   * @param channels the network's input channels: 1 (grey) or 3 (RGB)
   * @param network runs the network
   */
  public static PictureTransform of(Device device, int channels, Batches network) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (RGB), but was "
              + channels
              + "; for other inputs use withInput");
    }
    UnaryOperator<Picture> colours = channels == 1 ? Picture::toGrey : Picture::toRgb;
    return new PictureTransform(device, network, colours, new Frame(1, 1, 0, 0), Tiling.defaults());
  }

  /** Returns a copy with this conversion from a picture to the network's input. */
  public PictureTransform withInput(UnaryOperator<Picture> input) {
    return new PictureTransform(device, network, input, frame, tiling);
  }

  /**
   * Returns a copy for a network whose input height and width must be multiples of a number.
   *
   * @param multiple in pixels, at least 1
   * @param least the minimum height and width, at least 1; rounded up to a multiple
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
   * Returns a copy for a network of fixed input size: pictures are resized to it, and the outputs
   * are resized back.
   */
  public PictureTransform withFixedSize(int height, int width) {
    return new PictureTransform(device, network, input, new Frame(1, 1, height, width), tiling);
  }

  /** Returns a copy with this tiling. */
  public PictureTransform withTiling(Tiling tiling) {
    return new PictureTransform(device, network, input, frame, tiling);
  }

  /** Transforms one picture. The result has the picture's size and alpha. */
  public Picture apply(Picture picture) {
    return apply(List.of(picture)).get(0);
  }

  /**
   * Transforms several pictures, in order. Consecutive pictures of one size are batched, up to the
   * number of pixels of a tile.
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
   * Transforms a picture file and writes the result.
   *
   * @param target a name that ends with .png, .jpg, .jpeg, .tif or .tiff; JPEG stores 8 bits
   *     without alpha, which is composited on white
   * @throws PictureException if the source cannot be read or the target cannot be written
   */
  public void apply(Path source, Path target) throws IOException {
    apply(Pictures.decode(source), target);
  }

  /** Transforms a decoded picture and writes the result, as {@link #apply(Path, Path)} does. */
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

  /** Adds the original's alpha, with colours that composited on white equal the output. */
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
