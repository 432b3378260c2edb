package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.StyleLoss;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.gatys.ScaleTargets.RegionTarget;
import org.jspecify.annotations.Nullable;

/** Computes the statistics of styles at a size. */
final class StyleTargets {
  private final FeatureExtractor extractor;
  private final StyleLoss loss;
  private final StyleScales scales;

  StyleTargets(FeatureExtractor extractor, StyleCost cost, OptimisedStyleOptions options) {
    this.extractor = extractor;
    loss =
        new StyleLoss(extractor, cost.style(), options.objective().style().measure().statistic());
    scales = options.scales();
  }

  /**
   * Computes a target for each region of the content.
   *
   * @param regions the content's; null for one region without maps
   * @param at the size of the content
   * @param owner of the targets' arrays
   */
  List<RegionTarget> of(
      List<Style> styles, @Nullable Regions regions, StyleScales.Scale at, NDManager owner) {
    if (regions == null) {
      return List.of(new RegionTarget(1, target(styles, null, 0, at, owner), Map.of()));
    }
    var targets = new ArrayList<RegionTarget>();
    for (int i = 0; i < regions.count(); i++) {
      targets.add(
          new RegionTarget(
              share(regions, i),
              target(styles, regions, i, at, owner),
              maps(regions, i, at.height(), at.width(), owner)));
    }
    return targets;
  }

  private static double share(Regions regions, int region) {
    double sum = 0;
    for (float value : regions.shares(region, regions.height(), regions.width())) {
      sum += value;
    }
    return sum / regions.height() / regions.width();
  }

  private StyleLoss.Target target(
      List<Style> styles,
      @Nullable Regions regions,
      int region,
      StyleScales.Scale at,
      NDManager owner) {
    var found = new LinkedHashMap<String, NDList>();
    try (NDManager scratch = owner.newSubManager()) {
      var pictures = new ArrayList<NDArray>();
      var shares = new ArrayList<Double>();
      var maps = new ArrayList<Map<String, NDArray>>();
      for (Style style : styles) {
        Picture picture = style.picture();
        var size = scales.ofStyle(at.side(), picture.height(), picture.width());
        pictures.add(array(picture, size, scratch));
        shares.add(style.share());
        Regions own = style.regions();
        maps.add(
            regions == null || own == null
                ? Map.of()
                : maps(own, regions.in(own)[region], size.height(), size.width(), scratch));
      }
      loss.target(pictures, shares, maps)
          .byTap()
          .forEach(
              (tap, arrays) -> {
                arrays.attach(owner);
                found.put(tap, arrays);
              });
    }
    return new StyleLoss.Target(found);
  }

  /** Returns a picture in another size, (1, 3, H, W). */
  static NDArray array(Picture picture, StyleScales.Scale size, NDManager owner) {
    Picture resized =
        Resizer.BICUBIC.resize(picture.toRgb(), size.height(), size.width()).clamped();
    return HostValues.toArray(
        owner, resized.values(), new Shape(1, 3, size.height(), size.width()));
  }

  /** Returns a region's share of each position of each tap of a picture. */
  private Map<String, NDArray> maps(
      Regions regions, int region, int height, int width, NDManager owner) {
    var maps = new LinkedHashMap<String, NDArray>();
    for (String tap : loss.weights().taps()) {
      Shape features = extractor.shape(tap, new Shape(1, 3, height, width));
      int rows = Math.toIntExact(features.get(2));
      int columns = Math.toIntExact(features.get(3));
      maps.put(
          tap,
          HostValues.toArray(
              owner, regions.shares(region, rows, columns), new Shape(1, 1, rows, columns)));
    }
    return maps;
  }
}
