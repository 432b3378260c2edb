package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atelier.engine.NativeFunction;
import org.atelier.options.OptionChecks;

/**
 * Some channels of a tap, chosen by how much they answer to the picture: the strongest make what is
 * there clearer, the weakest put in what is not. The value is the mean of the chosen channels.
 *
 * @param tap the tap's name
 * @param rank which channels
 * @param count how many, at least 1
 * @param live the channels to choose from; empty for all. A channel whose weights are 0 is always
 *     the weakest, and no picture makes it answer
 * @param eachOctave whether they are chosen anew from the picture of each octave, or once
 */
public record ChosenChannels(
    String tap, Rank rank, int count, Set<Integer> live, boolean eachOctave)
    implements DreamObjective {
  private static final NativeFunction MEANS =
      NativeFunction.of("torch.mean(torch.flatten(torch.transpose(f, 0, 1), 1), [1])", "f");

  /** Which channels are chosen, by their mean over the picture. */
  public enum Rank {
    /** Those of the greatest means. */
    STRONGEST,
    /** Those whose means are nearest to the mean of all channels. */
    AVERAGE,
    /** Those of the least means. */
    WEAKEST
  }

  /** Checks the number. */
  public ChosenChannels {
    OptionChecks.atLeast(1, "count", count);
    live = Set.copyOf(live);
  }

  /** Chosen once from all channels. */
  public static ChosenChannels of(String tap, Rank rank, int count) {
    return new ChosenChannels(tap, rank, count, Set.of(), false);
  }

  /** Returns a copy that chooses from these channels. */
  public ChosenChannels among(Set<Integer> live) {
    return new ChosenChannels(tap, rank, count, live, eachOctave);
  }

  /** Returns a copy that chooses anew in each octave, or once. */
  public ChosenChannels withEachOctave(boolean eachOctave) {
    return new ChosenChannels(tap, rank, count, live, eachOctave);
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    throw new IllegalStateException("The channels are not chosen; call prepared first");
  }

  @Override
  public DreamObjective prepared(DreamFeatures features, NDArray picture) {
    float[] means;
    try (NDArray map = features.of(picture, List.of(tap)).get(tap);
        NDArray each = MEANS.apply(map)) {
      means = each.toFloatArray();
    }
    var chosen = new ChannelMean(tap, chosen(means));
    return eachOctave ? new Again(this, chosen) : chosen;
  }

  private Set<Integer> chosen(float[] means) {
    var candidates = new ArrayList<Integer>();
    double sum = 0;
    for (int channel = 0; channel < means.length; channel++) {
      if (live.isEmpty() || live.contains(channel)) {
        candidates.add(channel);
        sum += means[channel];
      }
    }
    if (count > candidates.size()) {
      throw new IllegalArgumentException(
          "Expected at most %s channels of %s, as many as it has that can answer, but got %s"
              .formatted(candidates.size(), tap, count));
    }
    double middle = sum / candidates.size();
    Comparator<Integer> order =
        switch (rank) {
          case STRONGEST -> Comparator.comparingDouble(channel -> -means[channel]);
          case AVERAGE -> Comparator.comparingDouble(channel -> Math.abs(means[channel] - middle));
          case WEAKEST -> Comparator.comparingDouble(channel -> means[channel]);
        };
    candidates.sort(order);
    return new TreeSet<>(candidates.subList(0, count));
  }

  /** The channels of an octave. */
  private record Again(ChosenChannels choice, ChannelMean chosen) implements DreamObjective {
    @Override
    public Set<String> taps() {
      return choice.taps();
    }

    @Override
    public NDArray of(Map<String, NDArray> features) {
      return chosen.of(features);
    }

    @Override
    public DreamObjective prepared(DreamFeatures features, NDArray picture) {
      return choice.prepared(features, picture);
    }
  }
}
