package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;

/**
 * A dream guided by a second picture (google/deepdream, {@code objective_guide}): the mean over the
 * positions of a picture's features f of the dot product with the guide's feature that matches
 * best,
 *
 * <pre>
 * mean over i of max over j of fᵢ · gⱼ
 * </pre>
 *
 * <p>whose derivative by fᵢ is the matching gⱼ.
 *
 * @param tap the tap's name
 * @param guide the picture whose features are wanted; a side longer than 512 pixels is reduced
 */
public record GuidedBy(String tap, Picture guide) implements DreamObjective {
  private static final int LONGEST = 512;

  /** The most features of a guide, along a side; more are averaged. */
  private static final int MOST = 32;

  private static final NativeFunction FEATURES =
      NativeFunction.of(
          "torch.flatten(torch.adaptive_avg_pool2d(f, [int(h), int(w)]), 2)", "f", "h", "w");

  private static final NativeFunction MATCH =
      NativeFunction.of(
          "torch.mean(torch.amax(torch.matmul(torch.transpose(torch.flatten(f, 2), 1, 2), g), [2]))",
          "f",
          "g");

  /** Converts the guide to a size that is used. */
  public GuidedBy {
    guide =
        Math.max(guide.height(), guide.width()) > LONGEST
            ? Resizer.BICUBIC.fit(guide, LONGEST, LONGEST).clamped()
            : guide;
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    throw new IllegalStateException("The guide's features are not computed; call prepared first");
  }

  @Override
  public DreamObjective prepared(DreamFeatures features, NDArray picture) {
    NDArray g;
    try (NDArray shown =
        guide
            .withChannels(features.channels())
            .toArray(picture.getManager())
            .reshape(1, features.channels(), guide.height(), guide.width())) {
      NDArray map = features.of(shown, List.of(tap)).get(tap);
      TapShape.requireMap(tap, map);
      Shape shape = map.getShape();
      try (NDArray h = number(map, Math.min(MOST, shape.get(2)));
          NDArray w = number(map, Math.min(MOST, shape.get(3)))) {
        g = FEATURES.apply(map, h, w);
      }
      map.close();
    }
    return new Matching(tap, g);
  }

  private static NDArray number(NDArray beside, double value) {
    return HostValues.number(beside.getManager(), value);
  }

  /** The objective with the guide's features, (1, C, positions). */
  private record Matching(String tap, NDArray g) implements DreamObjective {
    @Override
    public Set<String> taps() {
      return Set.of(tap);
    }

    @Override
    public NDArray of(Map<String, NDArray> features) {
      return MATCH.apply(features.get(tap), g);
    }
  }
}
