package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;

/**
 * The mean of some channels of a tap over all positions; of a classifier's output, the mean logit
 * of some classes.
 *
 * @param tap the tap's name
 * @param channels their numbers, counted from 0; at least one
 */
public record ChannelMean(String tap, Set<Integer> channels) implements DreamObjective {
  private static final NativeFunction MEAN =
      NativeFunction.of("torch.mean(torch.index_select(f, 1, channels))", "f", "channels");

  /** Checks that there is a channel. */
  public ChannelMean {
    channels = Set.copyOf(channels);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one channel of " + tap);
    }
  }

  /** One channel. */
  public static ChannelMean of(String tap, int channel) {
    return new ChannelMean(tap, Set.of(channel));
  }

  /**
   * A class of a classifier: its logit, before the softmax.
   *
   * @param tap the logits, (N, classes)
   * @param number the class, counted from 0
   */
  public static ChannelMean ofClass(String tap, int number) {
    return of(tap, number);
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    NDArray all = features.get(tap);
    long[] numbers = new TreeSet<>(channels).stream().mapToLong(Integer::longValue).toArray();
    List.copyOf(channels).forEach(channel -> TapShape.requireChannel(tap, all, channel));
    NDManager manager = all.getManager();
    try (NDArray index = HostValues.toArray(manager, numbers, new Shape(numbers.length))) {
      return MEAN.apply(all, index);
    }
  }
}
