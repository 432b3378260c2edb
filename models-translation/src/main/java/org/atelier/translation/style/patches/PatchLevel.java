package org.atelier.translation.style.patches;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The iterations at one scale: patches are replaced, overlaps averaged to v, and the colour-mapped
 * content c comes back in with a weight w that falls to 0:
 *
 * <pre>x = (v + w·c) / (1 + w)</pre>
 */
final class PatchLevel {
  private static final NativeFunction BLEND =
      NativeFunction.of("(v + c * w) / (1.0 + w)", "v", "c", "w");

  /** From [-1, 1] to [0, 1]. */
  private static final NativeFunction UNIT =
      NativeFunction.of("torch.unsqueeze(torch.clamp(x * 0.5 + 0.5, 0, 1), 0)", "x");

  private static final NativeFunction PICTURE =
      NativeFunction.of("torch.clamp(torch.squeeze(x, 0) * 2.0 - 1.0, -1, 1)", "x");

  private final PatchStyleOptions options;
  private final PatchScale scale;
  private final int index;
  private final LevelStyle style;

  /**
   * What a level takes from the styles.
   *
   * @param dictionary the candidates
   * @param colours mean and covariance of their colours
   */
  record LevelStyle(PatchDictionary dictionary, ColourTransfer.Moments colours) {}

  PatchLevel(PatchStyleOptions options, PatchScale scale, int index, LevelStyle style) {
    this.options = options;
    this.scale = scale;
    this.index = index;
    this.style = style;
  }

  /** Copies a picture to the engine: (1, 3, H, W) in [0, 1]. */
  static NDArray toEngine(Picture picture, NDManager manager) {
    try (NDArray values = picture.toArray(manager)) {
      return UNIT.apply(values);
    }
  }

  private static Picture toHost(NDArray x) {
    try (NDArray picture = PICTURE.apply(x)) {
      return Picture.of(picture);
    }
  }

  /**
   * Runs the iterations.
   *
   * @param content of the level's size
   * @param start the result of the coarser scale or of the frame before, of the level's size; null
   *     to start from the colour-mapped content
   * @param regions null, or those of the content, of its size
   * @param goesOn is told the patches replaced and how to get the picture so far, after each
   *     iteration
   */
  Picture run(
      Picture content,
      @Nullable Picture start,
      @Nullable Regions regions,
      NDManager manager,
      BiPredicate<Integer, Supplier<Picture>> goesOn) {
    NDArray mapped = ColourTransfer.transport(toEngine(content, manager), style.colours());
    NDArray x = start == null ? mapped.duplicate() : toEngine(start, manager);
    int iterations = options.patches().iterations();
    for (int i = 0; i < iterations; i++) {
      boolean last = i == iterations - 1;
      int replaced;
      try (NDManager scratch = manager.newSubManager()) {
        x.attach(scratch);
        List<PatchGrid> grids = grids(content, i);
        NDArray made = replaced(x, grids, regions);
        if (!last) {
          NDArray w = HostValues.toArray(scratch, new float[] {contentWeight(i)}, new Shape(1));
          made = ColourTransfer.transport(BLEND.apply(made, mapped, w), style.colours());
        }
        made.attach(manager);
        x = made;
        replaced = grids.stream().mapToInt(grid -> grid.rows() * grid.columns()).sum();
      }
      NDArray now = x;
      if (!goesOn.test(replaced, () -> toHost(now))) {
        break;
      }
    }
    return toHost(x);
  }

  /**
   * The patches of an iteration: one grid, at random, and in the very last iteration one for each
   * offset. One grid alone leaves a weave of its stride in flat areas.
   */
  private List<PatchGrid> grids(Picture content, int iteration) {
    int stride = options.patches().stride();
    boolean last =
        scale.side() == options.size() && iteration == options.patches().iterations() - 1;
    IntStream offsets =
        last
            ? IntStream.range(0, stride)
            : IntStream.of(CounterRandom.of(options.seed(), index, iteration).nextInt(stride));
    return offsets
        .mapToObj(
            offset ->
                new PatchGrid(content.height(), content.width(), scale.patch(), stride, offset))
        .toList();
  }

  private NDArray replaced(NDArray x, List<PatchGrid> grids, @Nullable Regions regions) {
    NDArray sum = style.dictionary().replaced(x, grids.get(0), regions);
    for (PatchGrid grid : grids.subList(1, grids.size())) {
      sum.addi(style.dictionary().replaced(x, grid, regions));
    }
    return grids.size() == 1 ? sum : sum.divi(grids.size());
  }

  /** w₀ · (1, 2/3, 0), and for other numbers of iterations a fall of the same form. */
  private float contentWeight(int iteration) {
    double done = (double) iteration / (options.patches().iterations() - 1);
    double share = 1 - 2 * done / 3 - (done > 0.5 ? (2 * done - 1) / 3 : 0);
    return (float) (scale.content() / options.strength() * share);
  }

  /** Resizes to the level's size for a picture of these proportions. */
  static Picture resized(Picture picture, int height, int width) {
    return Resizer.BICUBIC.resize(picture, height, width).clamped();
  }
}
