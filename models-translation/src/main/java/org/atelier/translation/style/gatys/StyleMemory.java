package org.atelier.translation.style.gatys;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;

/**
 * Estimates what a step takes of the device's memory, and decides whether activations are kept or
 * computed anew.
 *
 * <p>A recorded pass keeps the results of its layers, the centred features of the style's taps, and
 * at its peak the gradients of the largest result; beside it there are the picture, its optimizer's
 * state, and the content's features. Computed anew, it is the inputs of the segments, and the most
 * that one segment keeps.
 */
final class StyleMemory {
  /** Of the machine's memory; the rest is Java's, the system's, and other programs'. */
  private static final double SHARE = 0.8;

  /** The engine with its weights, compiled scripts and buffers. */
  private static final double BASE = 350e6;

  /** Pictures of the canvas: values, gradients, moments, average, penalties. */
  private static final int PICTURES = 24;

  /** Arrays of the size of the largest result at the peak: its gradient, and a copy. */
  private static final int TEMPORARY = 3;

  private final FeatureExtractor extractor;
  private final StyleCost cost;
  private final long limit;
  private final StylePass pass;
  private final Map<StyleScales.Scale, Estimate> estimates = new LinkedHashMap<>();

  /**
   * Bytes of a step.
   *
   * @param recorded with all activations
   * @param recomputed segment by segment
   */
  record Estimate(double recorded, double recomputed) {
    double least() {
      return Math.min(recorded, recomputed);
    }
  }

  StyleMemory(FeatureExtractor extractor, StyleCost cost, long limit) {
    this.extractor = extractor;
    this.cost = cost;
    this.limit = limit;
    pass = new StylePass(extractor, cost);
  }

  /** Returns how many bytes of a device's memory may be taken. */
  static long ofMachine(Device device) {
    long all =
        device.isGpu()
            ? CudaUtils.getGpuMemory(device).getMax()
            : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.max(1, (long) (SHARE * all));
  }

  Estimate estimate(StyleScales.Scale at) {
    return new Estimate(
        bytes(at, List.of(new StylePass.Segment(null, List.copyOf(cost.taps())))),
        bytes(at, pass.segments()));
  }

  private double bytes(StyleScales.Scale at, List<StylePass.Segment> segments) {
    var picture = new Shape(1, 3, at.height(), at.width());
    double inputs = 0;
    double before = 0;
    double most = 0;
    var sofar = new ArrayList<String>();
    for (StylePass.Segment segment : segments) {
      sofar.addAll(segment.taps());
      var footprint = extractor.footprint(sofar, picture);
      double taps = segment.taps().stream().mapToDouble(tap -> size(tap, picture)).sum();
      double largest =
          segments.size() == 1 ? footprint.largestResult() : (footprint.kept() - before) / 2;
      most = Math.max(most, footprint.kept() - before + taps + TEMPORARY * largest);
      before = footprint.kept();
      inputs += size(segment.taps().get(segment.taps().size() - 1), picture);
    }
    double values = most + (segments.size() == 1 ? 0 : inputs) + PICTURES * (double) picture.size();
    return BASE + Float.BYTES * values;
  }

  private double size(String tap, Shape picture) {
    return extractor.shape(tap, picture).size();
  }

  /** Returns whether activations are computed anew at a size. */
  boolean recomputesAt(StyleScales.Scale at) {
    Estimate estimate = estimates.computeIfAbsent(at, this::estimate);
    return estimate.recorded > limit && estimate.recomputed < estimate.recorded;
  }

  /**
   * Checks that a step at the last size fits.
   *
   * @throws IllegalArgumentException if it will not, with the numbers and a size that will
   */
  void requireFits(StyleScales.Scale last, Picture content) {
    double needed = estimates.computeIfAbsent(last, this::estimate).least();
    if (needed <= limit) {
      return;
    }
    // All but the base grows with the area.
    double factor = Math.sqrt(Math.max(0, limit - BASE) / (needed - BASE));
    int side = (int) (last.side() * factor) / 32 * 32;
    throw new IllegalArgumentException(
        "A result of %s pixels with %s needs about %s MB, also if activations are computed anew, but %s MB may be used; %s"
            .formatted(
                last.side(),
                extractor.name(),
                (long) needed >> 20,
                limit >> 20,
                side < StyleScales.LEAST_SIDE
                    ? "take a machine with more memory"
                    : "choose a size of at most " + side));
  }
}
