package org.atelier.image;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

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
  /** The most channels of a result without alpha. */
  private static final int COLOURS = 3;

  /** Copies of a tile or a picture that is not tiled: input, batch, output, and between them. */
  private static final int TILE_COPIES = 6;

  private final Device device;
  private final Batches network;
  private final UnaryOperator<Picture> input;
  private final Frame frame;
  private final Tiling tiling;
  private final @Nullable Overview overview;

  /** Runs a network: maps pictures (N, C, H, W) in [-1, 1] to pictures (N, C', H, W). */
  @FunctionalInterface
  public interface Batches {
    /** Returns the outputs, (N, C', H, W), attached to the manager of {@code pictures}. */
    NDArray apply(NDArray pictures);
  }

  /** Makes the network of one picture's tiles from an overview of the picture. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Looks at a picture before its tiles are transformed.
     *
     * @param thumbnail the network's input, reduced
     * @return runs the network on tiles
     */
    Batches of(Picture thumbnail);
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
      Device device,
      Batches network,
      UnaryOperator<Picture> input,
      Frame frame,
      Tiling tiling,
      @Nullable Overview overview) {
    this.device = device;
    this.network = network;
    this.input = input;
    this.frame = frame;
    this.tiling = tiling;
    this.overview = overview;
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
    return new PictureTransform(
        device, network, colours, new Frame(1, 1, 0, 0), Tiling.defaults(), null);
  }

  /**
   * Returns a copy with this conversion from a picture to the network's input.
   *
   * @param input converts each pixel by itself: of a large picture it is given parts
   */
  public PictureTransform withInput(UnaryOperator<Picture> input) {
    return new PictureTransform(device, network, input, frame, tiling, overview);
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
    return new PictureTransform(
        device, network, input, new Frame(multiple, rounded, 0, 0), tiling, overview);
  }

  /**
   * Returns a copy for a network of fixed input size: pictures are resized to it, and the outputs
   * are resized back.
   */
  public PictureTransform withFixedSize(int height, int width) {
    return new PictureTransform(
        device, network, input, new Frame(1, 1, height, width), tiling, overview);
  }

  /** Returns a copy with this tiling. */
  public PictureTransform withTiling(Tiling tiling) {
    return new PictureTransform(device, network, input, frame, tiling, overview);
  }

  /**
   * Returns a copy that looks at a whole picture, reduced, before it transforms its tiles: for
   * networks with instance norms, whose statistics would otherwise differ from tile to tile. A
   * picture that is not tiled is transformed as without.
   *
   * @param side the longest side of the thumbnail in pixels, at least 1
   * @param reach how many pixels away the input still changes a pixel of the output. Tiles overlap
   *     by more than twice as much, and are larger than {@link #withTiling} says where that needs
   *     it, so that what is blended depends on nothing outside a tile
   * @param preparation makes the network of a picture's tiles
   */
  public PictureTransform withThumbnail(int side, int reach, Preparation preparation) {
    OptionChecks.atLeast(1, "side", side);
    OptionChecks.atLeast(0, "reach", reach);
    return new PictureTransform(
        device, network, input, frame, tiling, new Overview(side, reach, preparation));
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
      waiting.add(pictures.get(i));
      Picture first = waiting.get(0);
      boolean last = i + 1 == pictures.size();
      if (last || isFull(waiting) || !sameSize(pictures.get(i), pictures.get(i + 1))) {
        if (isTiled(first.height(), first.width())) {
          results.add(tiled(PictureRegions.of(first)).collect());
        } else {
          var fitted = new ArrayList<Picture>();
          waiting.forEach(picture -> fitted.add(fit(input.apply(picture))));
          List<Picture> made = run(fitted);
          for (int j = 0; j < made.size(); j++) {
            results.add(finish(made.get(j), waiting.get(j)));
          }
        }
        waiting.clear();
      }
    }
    return results;
  }

  private boolean isFull(List<Picture> waiting) {
    Picture first = waiting.get(0);
    long pictures = waiting.size() + 1;
    return !tiling.leavesWhole(pictures * fittedHeight(first.height()), fittedWidth(first.width()));
  }

  private boolean isTiled(int height, int width) {
    return !frame.isFixed() && !tiling.leavesWhole(fittedHeight(height), fittedWidth(width));
  }

  private int fittedHeight(int height) {
    return frame.isFixed() ? frame.fixedHeight() : frame.fill(height);
  }

  private int fittedWidth(int width) {
    return frame.isFixed() ? frame.fixedWidth() : frame.fill(width);
  }

  private static boolean sameSize(Picture a, Picture b) {
    return a.height() == b.height() && a.width() == b.width();
  }

  /**
   * Transforms a picture file and writes the result. Of a large picture, the file's samples and
   * some rows of floats are in memory: the result is computed while it is encoded (as JPEG, it is
   * in memory with 8 bits).
   *
   * @param target a name that ends with .png, .jpg, .jpeg, .tif or .tiff; JPEG stores 8 bits
   *     without alpha, which is composited on white
   * @throws PictureException if the source cannot be read, the target cannot be written, or the
   *     memory that Java may use is not enough
   */
  public void apply(Path source, Path target) throws IOException {
    CompactPicture picture = Pictures.open(source);
    apply(picture, picture.bits(), target);
  }

  /** Transforms a decoded picture and writes the result, as {@link #apply(Path, Path)} does. */
  public void apply(DecodedPicture source, Path target) throws IOException {
    apply(PictureRegions.of(source.picture()), source.bits(), target);
  }

  /**
   * Transforms a picture that is read in regions and writes the result, as {@link #apply(Path,
   * Path)} does.
   *
   * @param bits bits per sample of the result: 8, or 16 (PNG and TIFF; 8 as JPEG)
   * @throws PictureException if the target cannot be written, or the memory that Java may use is
   *     not enough
   */
  public void apply(PictureRegions source, int bits, Path target) throws IOException {
    boolean jpeg = PictureNames.isJpeg(target);
    var writer = new PictureWriter(WriteOptions.defaults().withBits(jpeg ? 8 : bits));
    writer.checkSize(target, source.channels(), source.height(), source.width());
    PictureRows made = rows(source);
    writer.write(jpeg ? FinishedRows.opaque(made) : made, target);
  }

  private PictureRows rows(PictureRegions source) throws PictureException {
    if (frame.isFixed()) {
      return ofFixedSize(source);
    }
    checkMemory(source.height(), source.width());
    if (isTiled(source.height(), source.width())) {
      return tiled(source);
    }
    Picture whole = source.whole();
    return PictureRows.of(finish(run(List.of(fit(input.apply(whole)))).get(0), whole));
  }

  private PictureRows ofFixedSize(PictureRegions source) {
    PictureRegions converted = source.converted(input);
    Picture made =
        run(List.of(Resizer.BILINEAR.resize(converted, frame.fixedHeight(), frame.fixedWidth())))
            .get(0);
    boolean resized = made.height() == frame.fixedHeight() && made.width() == frame.fixedWidth();
    PictureRegions result =
        resized
            ? Resizer.BILINEAR.resizing(PictureRegions.of(made), source.height(), source.width())
            : PictureRegions.of(made);
    return FinishedRows.uncropped(PictureRows.of(result), source);
  }

  private PictureRows tiled(PictureRegions source) {
    int multiple = frame.multiple();
    var padded =
        new PaddedRegions(
            source,
            input,
            input.apply(source.region(0, 0, 1, 1)).channels(),
            frame.fill(source.height()),
            frame.fill(source.width()));
    var tiles =
        overview == null
            ? new TiledRows(
                padded, tile -> run(tile, network), tileSide(), tiling.overlap(), multiple)
            : overviewed(overview, source, padded);
    return FinishedRows.cropped(tiles, source);
  }

  private TiledRows overviewed(Overview seen, PictureRegions source, PictureRegions padded) {
    Picture thumbnail = seen.thumbnail(source.converted(input), frame::fill);
    Batches prepared = seen.preparation().of(thumbnail);
    Tiling tiles = seen.tiling(tiling, frame.multiple());
    return new TiledRows(
        padded,
        tile -> run(tile, prepared),
        tiles.side(),
        tiles.overlap(),
        seen.reach(),
        frame.multiple());
  }

  private int tileSide() {
    if (overview != null) {
      return overview.tiling(tiling, frame.multiple()).side();
    }
    return Math.max(frame.least(), tiling.side() / frame.multiple() * frame.multiple());
  }

  /** Refuses tiles that need more memory than Java has. */
  private void checkMemory(int height, int width) throws PictureException {
    boolean tiled = isTiled(height, width);
    long rows = tiled ? Math.min(tileSide(), fittedHeight(height)) : fittedHeight(height);
    long columns = tiled ? Math.min(tileSide(), fittedWidth(width)) : fittedWidth(width);
    long sums = tiled ? rows * fittedWidth(width) : 0;
    long bytes = Float.BYTES * COLOURS * (sums + TILE_COPIES * rows * columns);
    if (!HeapBudget.ofThisProcess().allows(2 * bytes)) {
      throw new PictureException(
          "Cannot transform a picture of %s×%s pixels: with tiles of %s×%s pixels it needs %s MB beside the picture, but the memory that Java may use is %s MB; use smaller tiles (translate: --tile), or %s"
              .formatted(
                  height,
                  width,
                  rows,
                  columns,
                  bytes >> 20,
                  Runtime.getRuntime().maxMemory() >> 20,
                  HeapBudget.advice(2 * bytes)));
    }
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
    return run(fitted, network);
  }

  private Picture run(Picture tile, Batches network) {
    return run(List.of(tile), network).get(0);
  }

  private List<Picture> run(List<Picture> fitted, Batches network) {
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray given = Pictures.toBatch(fitted, scratch);
      return Pictures.fromBatch(Gradients.withoutRecording(() -> network.apply(given)));
    }
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
    return FinishedRows.finish(
        result, original.hasAlpha() && sameSize(result, original) ? original : null);
  }
}
