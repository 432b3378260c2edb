package org.atelier.translation.style.swap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.image.Picture;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.wct.FeatureTap;
import org.atelier.translation.style.wct.Moments;
import org.atelier.translation.style.wct.PaddedSize;
import org.jspecify.annotations.Nullable;

/**
 * Swaps patches of one tap's features for those of styles. Of several styles the swapped features
 * are averaged by their shares. A region's patches come from the style's region of the same colour.
 *
 * <p>Where patches are compared after whitening, what is put in their place are the style's own
 * features: colouring would give just these back.
 */
final class FeatureSwap implements AutoCloseable {
  private static final String ENGINE = "PyTorch";
  private static final double LEAST_VARIANCE = 1e-5;

  private static final NativeFunction BLENDED =
      NativeFunction.of(
          "torch.add(torch.mul(x, torch.sub(1., float(s))), torch.mul(y, float(s)))",
          "x",
          "y",
          "s");

  private final FeatureTap tap;
  private final StyleSwapOptions options;
  private final PatchSwap swap;
  private final List<StylePatches> styles = new ArrayList<>();

  FeatureSwap(FeatureTap tap, List<Style> styles, StyleSwapOptions options) {
    this.tap = tap;
    this.options = options;
    swap = new PatchSwap(options.patch(), options.stride());
    double sum = styles.stream().mapToDouble(Style::share).sum();
    try {
      for (Style style : styles) {
        requireSize(style.picture());
        this.styles.add(patches(style, style.share() / sum));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void requireSize(Picture style) {
    int least = options.patch() * tap.stride();
    if (style.height() < least || style.width() < least) {
      throw new IllegalArgumentException(
          "Expected a style of at least %s×%s pixels, one patch of %s×%s positions of %s, but got %s×%s; take a larger style or a smaller patch"
              .formatted(
                  least,
                  least,
                  options.patch(),
                  options.patch(),
                  tap.tap(),
                  style.height(),
                  style.width()));
    }
  }

  /**
   * A style's features.
   *
   * @param share its share of all styles; they sum to 1
   * @param keys by which patches are compared, (1, C, h, w)
   * @param values what replaces the content's, (1, C, h, w)
   * @param regions its regions; null if it is one
   * @param labels of {@code regions}, the region of each patch
   */
  private record StylePatches(
      double share,
      NDArray keys,
      NDArray values,
      @Nullable Regions regions,
      long[] labels,
      NDManager owner) {
    PatchSwap.@Nullable Labels labels(@Nullable Regions content, PaddedSize size, Shape features) {
      if (content == null || regions == null) {
        return null;
      }
      int[] mine = content.in(regions);
      long[] numbers = regionOfEach(content, size, features);
      return new PatchSwap.Labels(Arrays.stream(numbers).map(n -> mine[(int) n]).toArray(), labels);
    }
  }

  private StylePatches patches(Style style, double share) {
    NDManager owner = NDManager.newBaseManager(tap.device(), ENGINE);
    try (NDManager scratch = owner.newSubManager()) {
      PaddedSize size = PaddedSize.of(style.picture(), tap.stride(), leastSide());
      return Gradients.withoutRecording(
          () -> {
            NDArray values = tap.encode(style.picture(), size, scratch);
            NDArray keys = keys(values);
            values.attach(owner);
            keys.attach(owner);
            Regions regions = style.regions();
            long[] labels =
                regions == null ? new long[0] : patchLabels(regions, size, values.getShape());
            return new StylePatches(share, keys, values, regions, labels, owner);
          });
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private NDArray keys(NDArray features) {
    if (!options.whitened()) {
      return features;
    }
    try (NDManager scratch = features.getManager().newSubManager()) {
      Moments moments = Moments.of(features, null);
      moments.attach(scratch);
      return moments.whitened(features, LEAST_VARIANCE);
    }
  }

  /** The region that has most of each position. */
  private static long[] regionOfEach(Regions regions, PaddedSize size, Shape features) {
    int rows = Math.toIntExact(features.get(2));
    int columns = Math.toIntExact(features.get(3));
    var most = new float[rows * columns];
    var region = new long[rows * columns];
    for (int r = 0; r < regions.count(); r++) {
      float[] shares = size.shares(regions, r, rows, columns);
      for (int i = 0; i < most.length; i++) {
        if (shares[i] > most[i]) {
          most[i] = shares[i];
          region[i] = r;
        }
      }
    }
    return region;
  }

  /** The region of each patch: its centre's. A region that has no centre gets the nearest patch. */
  private long[] patchLabels(Regions regions, PaddedSize size, Shape features) {
    int width = Math.toIntExact(features.get(3));
    int rows = Math.toIntExact(features.get(2)) - options.patch() + 1;
    int columns = width - options.patch() + 1;
    int half = options.patch() / 2;
    long[] of = regionOfEach(regions, size, features);
    var labels = new long[rows * columns];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = of[(i / columns + half) * width + i % columns + half];
    }
    for (int r = 0; r < regions.count(); r++) {
      long number = r;
      if (Arrays.stream(labels).noneMatch(label -> label == number)) {
        float[] shares = size.shares(regions, r, Math.toIntExact(features.get(2)), width);
        int best = 0;
        for (int i = 1; i < shares.length; i++) {
          best = shares[i] > shares[best] ? i : best;
        }
        int row = Math.max(0, Math.min(rows - 1, best / width - half));
        int column = Math.max(0, Math.min(columns - 1, best % width - half));
        labels[row * columns + column] = r;
      }
    }
    return labels;
  }

  /** Returns the least side of pictures in pixels. */
  int leastSide() {
    return Math.max(tap.leastSide(), options.patch() * tap.stride());
  }

  /**
   * Swaps the patches of features.
   *
   * @param features (1, C, H, W) of a picture of the padded size
   * @return of the same shape, attached to the manager of {@code features}
   */
  NDArray swapped(NDArray features, PaddedSize size, @Nullable Regions regions) {
    NDManager manager = features.getManager();
    try (NDManager scratch = manager.newSubManager()) {
      NDArray keys = keys(features);
      NDArray sum = null;
      for (StylePatches style : styles) {
        NDArray part =
            swap.swapped(
                keys, style.keys, style.values, style.labels(regions, size, features.getShape()));
        NDArray weighted = Scale.by(part, style.share);
        part.attach(scratch);
        weighted.attach(scratch);
        sum = sum == null ? weighted : sum.add(weighted);
      }
      if (keys != features) {
        keys.attach(scratch);
      }
      return BLENDED.apply(
          features, Objects.requireNonNull(sum), HostValues.number(scratch, options.strength()));
    }
  }

  @Override
  public void close() {
    styles.forEach(style -> style.owner.close());
  }
}
