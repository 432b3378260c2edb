package org.atelier.translation.style.fast;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atelier.model.PublishedWeights;

/** Finds whether weights are those of pytorch/examples fast_neural_style. */
public final class PublishedFastStyle {
  private static final String FIRST = "conv1.conv2d.weight";
  private static final String LAST = "deconv3.conv2d.weight";

  private PublishedFastStyle() {}

  /**
   * Returns the feature maps next to the picture: 32 in the published networks.
   *
   * @return empty if the weights are of another network
   */
  public static Optional<Integer> of(PublishedWeights weights) {
    Map<String, Shape> shapes = weights.shapes(List.of(FIRST, "res5.conv2.conv2d.weight", LAST));
    Shape first = shapes.get(FIRST);
    Shape last = shapes.get(LAST);
    boolean found =
        first != null
            && last != null
            && first.dimension() == 4
            && first.get(1) == 3
            && first.get(2) == 9
            && first.get(0) > 0
            && first.get(0) <= 4096
            && last.get(0) == 3;
    return found ? Optional.of(Math.toIntExact(first.get(0))) : Optional.empty();
  }
}
