package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.NativeFunction;

/**
 * One neuron: a channel of a tap at one place.
 *
 * @param tap the tap's name
 * @param channel its number, counted from 0
 * @param place where
 */
public record Neuron(String tap, int channel, Place place) implements DreamObjective {
  private static final NativeFunction MEAN =
      NativeFunction.of("torch.mean(torch.select(f, 1, int(channel)))", "f", "channel");

  /** The neuron in the middle. */
  public static Neuron of(String tap, int channel) {
    return new Neuron(tap, channel, Place.centre());
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    NDArray all = features.get(tap);
    TapShape.requireChannel(tap, all, channel);
    NDArray column = TapShape.column(tap, all, place);
    return TapShape.withNumber(MEAN, column, channel);
  }

  @Override
  public boolean isMeanOverPositions() {
    return false;
  }
}
