package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/**
 * A mixture of equally likely Gaussians in the plane, and how well samples cover it, measured as
 * VEEGAN does (arXiv:1705.07761, section 4.1).
 *
 * <p>A point is a picture of one row of two pixels, (1, 1, 2), divided by {@code reach} so that it
 * lies in [-1, 1].
 *
 * @param name for tables
 * @param centres the means, (x, y) each
 * @param deviation of every component, in both directions
 * @param reach what the coordinates are divided by
 */
record Mixture(String name, List<double[]> centres, double deviation, double reach) {
  private static final double NEAR = 3;

  /**
   * What samples cover.
   *
   * @param modes components to which at least one high-quality sample is nearest
   * @param highQuality the share of samples within three deviations of the nearest mean
   */
  record Coverage(int modes, double highQuality) {}

  /** Eight components on the unit circle, of deviation 0.01. */
  static Mixture ring() {
    List<double[]> centres = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      double angle = 2 * Math.PI * i / 8;
      centres.add(new double[] {Math.cos(angle), Math.sin(angle)});
    }
    return new Mixture("ring", centres, 0.01, 2);
  }

  /** Twenty-five components at -4, -2, 0, 2 and 4 in both directions, of deviation 0.05. */
  static Mixture grid() {
    List<double[]> centres = new ArrayList<>();
    for (int x = -4; x <= 4; x += 2) {
      for (int y = -4; y <= 4; y += 2) {
        centres.add(new double[] {x, y});
      }
    }
    return new Mixture("grid", centres, 0.05, 6);
  }

  /**
   * So many points, each a function of the seed and its number.
   *
   * @param count at least 1
   */
  TrainingData<Images> points(int count, long seed) {
    var mixture = this;
    return new TrainingData<>() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public String fingerprint() {
        return "%s points of the %s of seed %s".formatted(count, name, seed);
      }

      @Override
      public Loaded<Images> load(int[] indices, CounterRandom random) {
        var values = new float[2 * indices.length];
        for (int i = 0; i < indices.length; i++) {
          System.arraycopy(mixture.point(seed, indices[i]), 0, values, 2 * i, 2);
        }
        return manager ->
            new Images(HostValues.toArray(manager, values, new Shape(indices.length, 1, 1, 2)));
      }
    };
  }

  private float[] point(long seed, int number) {
    CounterRandom random = CounterRandom.of(seed, name).fork(number);
    double[] centre = centres.get(random.nextInt(centres.size()));
    return new float[] {
      (float) ((centre[0] + deviation * random.nextGaussian()) / reach),
      (float) ((centre[1] + deviation * random.nextGaussian()) / reach)
    };
  }

  /** What these points, as pictures (1, 1, 2), cover. */
  Coverage coverage(List<Picture> points) {
    var found = new BitSet();
    int near = 0;
    for (Picture point : points) {
      double x = point.values()[0] * reach;
      double y = point.values()[1] * reach;
      int nearest = nearest(x, y);
      if (distance(nearest, x, y) <= NEAR * deviation) {
        found.set(nearest);
        near++;
      }
    }
    return new Coverage(found.cardinality(), (double) near / points.size());
  }

  private int nearest(double x, double y) {
    int nearest = 0;
    for (int i = 1; i < centres.size(); i++) {
      if (distance(i, x, y) < distance(nearest, x, y)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private double distance(int centre, double x, double y) {
    return Math.hypot(x - centres.get(centre)[0], y - centres.get(centre)[1]);
  }
}
