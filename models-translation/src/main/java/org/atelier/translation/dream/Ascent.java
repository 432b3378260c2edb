package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.random.CounterRandom;

/**
 * The gradient of an objective by a picture.
 *
 * @param features the network
 * @param objective what is differentiated
 * @param tiles how large pictures are divided
 */
record Ascent(DreamFeatures features, DreamObjective objective, Tiles tiles) {
  private static final NativeFunction PART =
      NativeFunction.of(
          "torch.clone(torch.narrow(torch.narrow(x, 2, int(top), int(h)), 3, int(left), int(w)), memory_format=0)",
          "x",
          "top",
          "h",
          "left",
          "w");

  /**
   * The value of the objective, a scalar, and its derivative by the picture.
   *
   * @param value of a tiled picture the mean over its tiles
   */
  record Slope(NDArray value, NDArray gradient) {}

  /** Refuses an objective of one place for a picture that would be divided. */
  void check(long height, long width) {
    if (!tiles.leavesWhole(height, width) && !objective.isMeanOverPositions()) {
      throw new IllegalArgumentException(
          "A picture of %s×%s pixels is differentiated in tiles of %s pixels, but a neuron is at one place; choose larger tiles, a smaller picture, or a channel"
              .formatted(height, width, tiles.side()));
    }
  }

  /**
   * Differentiates.
   *
   * @param picture (N, C, H, W), of a step's manager
   * @param random where tiles begin
   */
  Slope of(NDArray picture, CounterRandom random) {
    long height = picture.getShape().get(2);
    long width = picture.getShape().get(3);
    if (tiles.leavesWhole(height, width)) {
      return whole(picture);
    }
    List<Tiles.Span> rows = tiles.along(height, random.nextDouble());
    List<Tiles.Span> columns = tiles.along(width, random.nextDouble());
    double area = 0;
    for (Tiles.Span row : rows) {
      for (Tiles.Span column : columns) {
        area += (double) row.length() * column.length();
      }
    }
    var strips = new NDList();
    NDArray value = null;
    for (Tiles.Span row : rows) {
      var strip = new NDList();
      for (Tiles.Span column : columns) {
        try (NDArray tile =
            part(picture, row.first(), row.length(), column.first(), column.length())) {
          Slope slope = whole(tile);
          // The objective is a mean, so that of a larger tile counts more.
          double share = (double) row.length() * column.length() / area;
          try (NDArray inner =
              part(
                  slope.gradient,
                  row.from() - row.first(),
                  row.to() - row.from(),
                  column.from() - column.first(),
                  column.to() - column.from())) {
            strip.add(Scale.by(inner, share));
          }
          NDArray weighted = Scale.by(slope.value, share);
          value = value == null ? weighted : value.add(weighted);
          slope.gradient.close();
        }
      }
      strips.add(NDArrays.concat(strip, 3));
      strip.close();
    }
    NDArray gradient = NDArrays.concat(strips, 2);
    strips.close();
    return new Slope(Objects.requireNonNull(value), gradient);
  }

  private Slope whole(NDArray picture) {
    picture.setRequiresGradient(true);
    NDArray value = Gradients.recording(() -> objective.of(features.of(picture, objective.taps())));
    NDArray gradient = Gradients.of(value, List.of(picture)).singletonOrThrow();
    picture.setRequiresGradient(false);
    if (gradient.isEmpty()) {
      throw new IllegalArgumentException(
          "The objective does not depend on the picture; compute it from features");
    }
    return new Slope(value.stopGradient(), gradient);
  }

  private static NDArray part(NDArray x, long top, long height, long left, long width) {
    var manager = x.getManager();
    try (NDArray t = HostValues.number(manager, top);
        NDArray h = HostValues.number(manager, height);
        NDArray l = HostValues.number(manager, left);
        NDArray w = HostValues.number(manager, width)) {
      return Gradients.withoutRecording(() -> PART.apply(x, t, h, l, w));
    }
  }
}
