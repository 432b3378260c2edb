package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.atelier.perception.StyleLoss;
import org.jspecify.annotations.Nullable;

/**
 * What all steps at one size share.
 *
 * @param contents the content's features by tap, for each {@link Shift} that steps draw from
 * @param regions the styles, one for each region of the content
 * @param still of a film, what the frame is held to; null of a single picture
 */
record ScaleTargets(
    List<Map<String, ContentTarget>> contents, List<RegionTarget> regions, @Nullable Still still) {
  /**
   * Features of the content.
   *
   * @param features a tap
   * @param factor of the distance to them
   */
  record ContentTarget(NDArray features, double factor) {}

  /**
   * The style of a region.
   *
   * @param share how much of the picture it covers; the shares of all regions have the sum 1
   * @param target the style's statistics
   * @param maps for each tap how much of each position belongs to it, (1, 1, H', W'); empty for the
   *     whole picture
   */
  record RegionTarget(double share, StyleLoss.Target target, Map<String, NDArray> maps) {}

  /**
   * The frame before.
   *
   * @param result its restyled picture, (1, 3, H, W)
   * @param weights how still each pixel stands, in [0, 1], (1, 1, H, W)
   */
  record Still(NDArray result, NDArray weights) {}
}
