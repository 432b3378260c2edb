package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.NativeFunction;

/**
 * The mean square of all features of a tap: whatever the layer sees in a picture grows. The
 * objective of the first DeepDream.
 *
 * @param tap the tap's name
 */
public record LayerEnergy(String tap) implements DreamObjective {
  private static final NativeFunction MEAN_SQUARE =
      NativeFunction.of("torch.mean(torch.square(f))", "f");

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    return MEAN_SQUARE.apply(features.get(tap));
  }
}
