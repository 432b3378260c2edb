package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Recomputation;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * The network's part of the objective: recorded in one native call, or segment by segment, from tap
 * to tap, where the whole would not fit into memory.
 */
final class StylePass {
  private static final Shape PROBE = new Shape(1, 3, 64, 64);
  private static final double SAME = 1e-5;

  private final FeatureExtractor extractor;
  private final StyleCost cost;
  private @Nullable List<Segment> segments;

  /**
   * A part of the network.
   *
   * @param from the tap at which it begins; null for the picture
   * @param taps those inside, and last the one at which it ends
   */
  record Segment(@Nullable String from, List<String> taps) {}

  StylePass(FeatureExtractor extractor, StyleCost cost) {
    this.extractor = extractor;
    this.cost = cost;
  }

  /** Computes all terms of features of a picture (1, 3, H, W) in one pass. */
  Objective recorded(NDArray picture, ScaleTargets targets, Shift shift) {
    return sum(extractor.of(picture, cost.taps()), targets, shift);
  }

  private Objective sum(Map<String, NDArray> features, ScaleTargets targets, Shift shift) {
    return features.entrySet().stream()
        .map(tap -> cost.of(tap.getKey(), tap.getValue(), targets, shift))
        .reduce(Objective::and)
        .orElseThrow();
  }

  /** Computes the same in the memory of one segment at a time, by passing each twice. */
  Objective recomputed(NDArray picture, ScaleTargets targets, Shift shift) {
    var parts = new ArrayList<Recomputation.Segment>();
    for (Segment segment : segments()) {
      parts.add(
          new Recomputation.Segment(
              x -> new NDList(List.copyOf(features(segment, x, picture).values())),
              outputs -> sum(named(segment, outputs), targets, shift)));
    }
    return new Recomputation(parts).of(picture);
  }

  private Map<String, NDArray> features(Segment segment, NDArray x, NDArray picture) {
    if (segment.from == null) {
      return extractor.of(x, segment.taps);
    }
    // Results join the manager of the picture, whose shape alone is needed.
    NDArray alias = picture.stopGradient();
    alias.attach(x.getManager());
    return extractor.from(segment.from, x, alias, segment.taps);
  }

  private static Map<String, NDArray> named(Segment segment, NDList outputs) {
    var named = new java.util.LinkedHashMap<String, NDArray>();
    for (int i = 0; i < segment.taps.size(); i++) {
      named.put(segment.taps.get(i), outputs.get(i));
    }
    return named;
  }

  /** Returns the segments: the network is cut at each tap on which all later ones depend alone. */
  List<Segment> segments() {
    List<Segment> known = segments;
    if (known == null) {
      known = Gradients.withoutRecording(() -> cut(inDepth(extractor, cost.taps())));
      segments = known;
    }
    return known;
  }

  /** Sorts taps by how much is computed before them. */
  private static List<String> inDepth(FeatureExtractor extractor, Collection<String> taps) {
    return taps.stream()
        .sorted(Comparator.comparingDouble(tap -> extractor.footprint(List.of(tap), PROBE).kept()))
        .toList();
  }

  private List<Segment> cut(List<String> taps) {
    var segments = new ArrayList<Segment>();
    String from = null;
    var inside = new ArrayList<String>();
    String deepest = taps.get(taps.size() - 1);
    for (String tap : taps) {
      inside.add(tap);
      if (tap.equals(deepest) || isAllThatIsNeeded(tap, deepest)) {
        segments.add(new Segment(from, List.copyOf(inside)));
        inside.clear();
        from = tap;
      }
    }
    return List.copyOf(segments);
  }

  /** Returns whether a tap follows from an earlier one, whatever the picture is. */
  private boolean isAllThatIsNeeded(String tap, String deepest) {
    try (NDManager scratch = NDManager.newBaseManager(extractor.device(), "PyTorch")) {
      float[] noise = CounterRandom.of(0, "style segments").gaussians((int) PROBE.size());
      NDArray picture = HostValues.toArray(scratch, noise, PROBE);
      Map<String, NDArray> found = extractor.of(picture, List.of(tap, deepest));
      NDArray own = Objects.requireNonNull(found.get(tap));
      NDArray end = Objects.requireNonNull(found.get(deepest));
      List<String> wanted = List.of(deepest);
      NDArray ofNothing = extractor.from(tap, own, picture.neg(), wanted).get(deepest);
      NDArray ofOther = extractor.from(tap, own.neg(), picture, wanted).get(deepest);
      return difference(end, ofNothing) <= SAME && difference(end, ofOther) > SAME;
    }
  }

  private static double difference(NDArray a, @Nullable NDArray b) {
    return a.sub(Objects.requireNonNull(b)).abs().max().getFloat()
        / (1e-20 + a.abs().max().getFloat());
  }
}
