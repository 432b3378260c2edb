package org.atelier.translation.style.patches;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.StillParts;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.jspecify.annotations.Nullable;

/**
 * Style transfer by texture regions of the pictures themselves: coarse to fine, each patch of the
 * content is replaced by the patch of the styles that resembles it most in the principal directions
 * of the styles' patches, where a patch that nothing else resembles is preferred ({@link
 * PatchOptions#completeness}). There is no network and there are no weights.
 *
 * <p>Up to 256 pixels scales, patches and weights are those of a trial that was judged by eye; from
 * there scales grow by √2 or less with patches of 7 pixels, and the content's weight is 0.4 in
 * place of 0.8: with 0.8, fine scales bring the photograph's own texture back, and strokes are
 * lost. (Tried at 512 pixels: two iterations with twice the candidates leave a weave in flat areas;
 * four times the completeness loses strokes.) Differences from the trial: pictures are padded by
 * reflection so that border pixels are averaged as others are, candidates are spread evenly over
 * the style in place of being drawn independently, and deviations below 0.001 are not stretched by
 * the colour mapping, so that a flat picture stays flat, and the very last iteration averages a
 * grid of patches for each offset, since one grid leaves a weave of its stride in flat areas.
 *
 * <p>A frame of a film starts from the frame before at the last two scales, with the same random
 * numbers, and what stands still keeps most of its result ({@link StillParts}).
 *
 * <p>Thread-safe.
 */
public final class PatchStyle implements StyleTransfer {
  /** Of a film, the scales that are computed anew for each frame. */
  private static final int SCALES_OF_A_FRAME = 2;

  private final PatchStyleOptions options;
  private final List<Style> styles;
  private final Device device;
  private final NDManager owner;

  /** By scale; of styles that no content changes. */
  private final Map<Integer, PatchLevel.LevelStyle> prepared = new HashMap<>();

  /**
   * Creates a transfer.
   *
   * @param styles at least one; crop the margin of a scanned painting off ({@link
   *     org.atelier.translation.style.PaintingMargin})
   * @param device where to compute
   */
  public PatchStyle(PatchStyleOptions options, List<Style> styles, Device device) {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one style, but got none");
    }
    this.options = options;
    this.styles = List.copyOf(styles);
    this.device = device;
    owner = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Restyles a picture.
   *
   * @return (3, H, W), its longer side as the options say
   * @throws IllegalArgumentException if it will not fit into memory, or if its regions have no
   *     style
   */
  @Override
  public Picture apply(StyleContent content) {
    var finest = new PatchScale(options.size(), options.patches().patch(), 0);
    int height = finest.height(content.picture().height(), content.picture().width());
    int width = finest.width(content.picture().height(), content.picture().width());
    PatchMemory.of(options, height, width, styles.stream().map(Style::picture).toList())
        .expectFits(options, device.getDeviceType().equals("cpu"));
    return Gradients.withoutRecording(
        () -> {
          Picture sized = PatchLevel.resized(content.picture(), height, width);
          Picture made = coloured(content, sized);
          return content.previous() == null
              ? made
              : StillParts.kept(made, sized, content.previous(), device);
        });
  }

  private Picture coloured(StyleContent content, Picture sized) {
    Picture picture = content.picture();
    Picture before = content.previous() == null ? null : content.previous().result();
    return switch (options.colours()) {
      case STYLE -> restyled(content, picture, before, styles);
      case KEEP -> {
        List<Style> matched =
            changed(style -> ColourTransfer.matchLuminance(style, picture).toRgb());
        Picture grey = before == null ? null : before.toGrey().toRgb();
        yield ColourTransfer.withChroma(
            restyled(content, picture.toGrey().toRgb(), grey, matched), sized);
      }
      case KEEP_HISTOGRAM -> {
        List<Style> matched = changed(style -> ColourTransfer.recoloured(style, picture, device));
        yield restyled(content, picture, before, matched);
      }
      case ONLY -> ColourTransfer.inColoursOf(sized, styles, device);
    };
  }

  private List<Style> changed(UnaryOperator<Picture> change) {
    return styles.stream()
        .map(style -> new Style(change.apply(style.picture()), style.share(), style.regions()))
        .toList();
  }

  /**
   * Computes the scales.
   *
   * @param picture the content, possibly without colours
   * @param before null, or the result from which to start
   * @param from the styles, possibly recoloured
   */
  private Picture restyled(
      StyleContent content, Picture picture, @Nullable Picture before, List<Style> from) {
    List<PatchScale> scales = PatchScale.of(options.size(), options.patches().patch());
    int first = before == null ? 0 : Math.max(0, scales.size() - SCALES_OF_A_FRAME);
    var progress =
        new PatchProgress(
            content.progress(), options.patches(), scales.subList(first, scales.size()), picture);
    Picture made = before;
    for (int i = first; i < scales.size() && progress.goesOn(); i++) {
      int height = scales.get(i).height(picture.height(), picture.width());
      int width = scales.get(i).width(picture.height(), picture.width());
      Picture sized = PatchLevel.resized(picture, height, width);
      Picture start = made == null ? null : PatchLevel.resized(made, height, width);
      Regions regions = content.regions() == null ? null : content.regions().resized(height, width);
      try (NDManager manager = owner.newSubManager()) {
        PatchLevel.LevelStyle style =
            regions == null && from == styles
                ? prepared(i, scales.get(i))
                : prepare(i, scales.get(i), from, regions, manager);
        made =
            new PatchLevel(options, scales.get(i), i, style)
                .run(sized, start, regions, manager, progress::replaced);
      }
    }
    PatchScale finest = scales.get(scales.size() - 1);
    return PatchLevel.resized(
        made,
        finest.height(picture.height(), picture.width()),
        finest.width(picture.height(), picture.width()));
  }

  private synchronized PatchLevel.LevelStyle prepared(int index, PatchScale scale) {
    return prepared.computeIfAbsent(index, i -> prepare(i, scale, styles, null, owner));
  }

  private PatchLevel.LevelStyle prepare(
      int index, PatchScale scale, List<Style> from, @Nullable Regions regions, NDManager manager) {
    List<Picture> pictures = sized(scale, from);
    var sources = new ArrayList<PatchKeys.Source>();
    for (int i = 0; i < from.size(); i++) {
      Picture picture = unit(pictures.get(i));
      Regions own = regions == null ? null : from.get(i).regions();
      List<Integer> numbers =
          own == null ? List.of() : Arrays.stream(regions.in(own)).boxed().toList();
      Regions sized = own == null ? null : own.resized(picture.height(), picture.width());
      int height = Math.max(scale.patch(), picture.height());
      int width = Math.max(scale.patch(), picture.width());
      // Of a style smaller than a patch, its reflections are styles, too.
      sources.add(
          new PatchKeys.Source(
              picture.cropReflected(0, 0, height, width), from.get(i).share(), sized, numbers));
    }
    PatchKeys keys =
        PatchKeys.draw(
            sources,
            shares(regions),
            scale.patch(),
            options.patches().keys(),
            CounterRandom.of(options.seed(), "keys").fork(index));
    var dictionary = new PatchDictionary(keys, scale.patch(), options.patches(), manager);
    return new PatchLevel.LevelStyle(dictionary, colours(pictures, from, manager));
  }

  private static SortedMap<Integer, Double> shares(@Nullable Regions regions) {
    var shares = new TreeMap<Integer, Double>();
    if (regions == null) {
      shares.put(PatchKeys.WHOLE, 1.0);
      return shares;
    }
    double each = 1.0 / ((double) regions.height() * regions.width());
    for (int i = 0; i < regions.count(); i++) {
      shares.put(i, 0.0);
    }
    for (int y = 0; y < regions.height(); y++) {
      for (int x = 0; x < regions.width(); x++) {
        shares.merge(regions.at(y, x), each, Double::sum);
      }
    }
    return shares;
  }

  /** The styles at the size of a scale. */
  private List<Picture> sized(PatchScale scale, List<Style> from) {
    return from.stream()
        .map(
            style -> {
              Picture picture = style.picture();
              int longer = Math.max(picture.height(), picture.width());
              double factor = scale.side() * options.styleScale() / longer;
              return PatchLevel.resized(
                  picture,
                  (int) Math.max(1, Math.round(factor * picture.height())),
                  (int) Math.max(1, Math.round(factor * picture.width())));
            })
        .toList();
  }

  private static ColourTransfer.Moments colours(
      List<Picture> pictures, List<Style> from, NDManager manager) {
    var moments = new ArrayList<ColourTransfer.Moments>();
    for (Picture picture : pictures) {
      try (NDArray array = PatchLevel.toEngine(picture, manager)) {
        moments.add(ColourTransfer.Moments.of(array));
      }
    }
    return ColourTransfer.Moments.mixed(moments, from.stream().map(Style::share).toList());
  }

  private static Picture unit(Picture picture) {
    var values = new float[picture.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(1, Math.max(0, picture.values()[i] / 2 + 0.5f));
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), values);
  }

  /** The owner of the prepared styles, for tests that count. */
  NDManager owner() {
    return owner;
  }

  /** Frees the prepared styles. */
  @Override
  public void close() {
    owner.close();
  }
}
