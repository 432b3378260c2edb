package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.jspecify.annotations.Nullable;

/**
 * A pass that gives the features of one level the statistics of styles. Of several styles the
 * changed features are averaged by their shares; so are they where regions meet. The styles'
 * moments are computed once.
 */
public final class LevelTransfer implements LevelStage {
  private static final String ENGINE = "PyTorch";

  /** Where a region has less than this share of one position, it has no statistics of its own. */
  private static final double LEAST_POSITIONS = 1e-3;

  private static final NativeFunction BLENDED =
      NativeFunction.of(
          "torch.add(torch.mul(a, float(s)), torch.mul(torch.eye(torch.size(a, 0), dtype=7, device=a.device), torch.sub(1., float(s))))",
          "a",
          "s");

  private static final NativeFunction BETWEEN =
      NativeFunction.of(
          "torch.add(torch.mul(t, float(s)), torch.mul(c, torch.sub(1., float(s))))",
          "c",
          "t",
          "s");

  /** A (f − μ) + t in float32; the matrix has float64. */
  private static final NativeFunction AFFINE =
      NativeFunction.of(
          "torch.reshape(torch.add(torch.matmul(torch.to(a, 6), torch.sub(torch.flatten(torch.squeeze(f, 0), 1), torch.to(mean, 6))), torch.to(t, 6)), torch.size(f))",
          "f",
          "a",
          "mean",
          "t");

  private final Level level;
  private final FeatureTransform transform;
  private final double strength;
  private final List<StyleMoments> styles = new ArrayList<>();

  /**
   * Computes the moments of the styles.
   *
   * @param styles at least one
   * @param strength how much of the changed features is taken, the rest being the content's, in [0,
   *     1]
   */
  public LevelTransfer(
      Level level, List<Style> styles, FeatureTransform transform, double strength) {
    this.level = level;
    this.transform = transform;
    this.strength = strength;
    double sum = styles.stream().mapToDouble(Style::share).sum();
    try {
      for (Style style : styles) {
        this.styles.add(StyleMoments.of(level.features(), style, style.share() / sum));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The moments of a picture's regions.
   *
   * @param whole of all positions
   * @param byRegion of each region; empty if there are none
   */
  private record RegionMoments(Moments whole, List<Moments> byRegion) {
    static RegionMoments of(NDArray features, PaddedSize size, @Nullable Regions regions) {
      Moments whole = Moments.of(features, null);
      var byRegion = new ArrayList<Moments>();
      for (int region = 0; regions != null && region < regions.count(); region++) {
        float[] shares = shares(size, regions, region, features.getShape());
        double sum = 0;
        for (float share : shares) {
          sum += share;
        }
        byRegion.add(sum < LEAST_POSITIONS ? whole : Moments.of(features, shares));
      }
      return new RegionMoments(whole, List.copyOf(byRegion));
    }
  }

  private static float[] shares(PaddedSize size, Regions regions, int region, Shape features) {
    return size.shares(
        regions, region, Math.toIntExact(features.get(2)), Math.toIntExact(features.get(3)));
  }

  /**
   * A style's moments.
   *
   * @param share its share of all styles; they sum to 1
   * @param regions its regions; null if it is one
   */
  private record StyleMoments(
      double share, @Nullable Regions regions, RegionMoments moments, NDManager owner) {
    static StyleMoments of(FeatureTap tap, Style style, double share) {
      NDManager owner = NDManager.newBaseManager(tap.device(), ENGINE);
      try (NDManager scratch = owner.newSubManager()) {
        PaddedSize size = PaddedSize.of(style.picture(), tap.stride(), tap.leastSide());
        RegionMoments moments =
            Gradients.withoutRecording(
                () ->
                    RegionMoments.of(
                        tap.encode(style.picture(), size, scratch), size, style.regions()));
        moments.whole.attach(owner);
        moments.byRegion.forEach(region -> region.attach(owner));
        return new StyleMoments(share, style.regions(), moments, owner);
      } catch (RuntimeException e) {
        owner.close();
        throw e;
      }
    }

    /** The moments that belong to a region of a content. */
    Moments matching(@Nullable Regions content, int region) {
      return content == null || regions == null
          ? moments.whole
          : moments.byRegion.get(content.in(regions)[region]);
    }
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public NDArray apply(NDArray picture, PaddedSize size, @Nullable Regions regions) {
    return level.decode(transformed(level.features().encode(picture), size, regions));
  }

  /**
   * Changes features.
   *
   * @param features (1, C, H, W) of a picture of the padded size
   * @param size the picture's size
   * @param regions of the picture; null if it is one
   * @return features of the same shape, attached to the manager of {@code features}
   */
  public NDArray transformed(NDArray features, PaddedSize size, @Nullable Regions regions) {
    RegionMoments content = RegionMoments.of(features, size, regions);
    if (regions == null) {
      return transformed(features, content.whole, null, 0);
    }
    NDManager manager = features.getManager();
    NDArray sum = null;
    for (int region = 0; region < regions.count(); region++) {
      Shape shape = features.getShape();
      try (NDManager scratch = manager.newSubManager()) {
        float[] shares = shares(size, regions, region, shape);
        NDArray changed = transformed(features, content.byRegion.get(region), regions, region);
        changed.attach(scratch);
        NDArray weights =
            HostValues.toArray(scratch, shares, new Shape(1, 1, shape.get(2), shape.get(3)));
        NDArray part = changed.mul(weights);
        NDArray total = sum == null ? part : part.add(sum);
        total.attach(manager);
        if (sum != null) {
          sum.close();
        }
        sum = total;
      }
    }
    return Objects.requireNonNull(sum);
  }

  private NDArray transformed(
      NDArray features, Moments content, @Nullable Regions regions, int region) {
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray matrix = null;
      NDArray target = null;
      for (StyleMoments style : styles) {
        Moments wanted = style.matching(regions, region);
        NDArray part = Scale.by(transform.matrix(content, wanted), style.share);
        NDArray mean = Scale.by(wanted.mean(), style.share);
        mean.attach(scratch);
        part.attach(scratch);
        matrix = matrix == null ? part : matrix.add(part);
        target = target == null ? mean : target.add(mean);
      }
      NDArray s = HostValues.number(scratch, strength);
      NDArray blended = BLENDED.apply(Objects.requireNonNull(matrix), s);
      NDArray towards = BETWEEN.apply(content.mean(), Objects.requireNonNull(target), s);
      return AFFINE.apply(features, blended, content.mean(), towards);
    }
  }

  /** Returns the number of arrays that the transfer owns, for tests of memory leaks. */
  public int managedArrays() {
    return styles.stream().mapToInt(style -> style.owner.getManagedArrays().size()).sum();
  }

  @Override
  public void close() {
    styles.forEach(style -> style.owner.close());
  }
}
