package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.atelier.engine.NativeModule;

/**
 * Improved precision and recall (Kynkäänniemi et al., arXiv:1904.06991), density and coverage
 * (Naeem et al., arXiv:2002.09797). The manifold of a set is estimated by balls around each
 * picture's features whose radius is the distance to the k-th nearest neighbour in the set.
 *
 * <p>The references differ where a distance equals a radius, which happens if features are equal:
 * {@link PrecisionRecallOptions#borderCounts} chooses. By default balls are open (d &lt; r), as in
 * Naeem et al.'s implementation of all four ({@code clovaai/generative-evaluation-prdc}): a set
 * whose pictures are all equal has radii of 0, so that against itself all four numbers are 0. With
 * closed balls (d ≤ r), as in Kynkäänniemi et al.'s definition and implementation and in
 * torch-fidelity, they count as inside, and precision and recall of such a set are 1.
 *
 * <p>Squared distances come from matrix products of centred features in float64. Two whose
 * difference is within rounding (10<sup>-9</sup> of the radius and 10<sup>-12</sup> of the
 * features' squared norms) count as equal: equal features have distance 0, and a tie is decided by
 * the definition, never by rounding.
 *
 * @param precision fraction of generated pictures that are inside a reference ball, in [0, 1]:
 *     measures quality
 * @param recall fraction of reference pictures that are inside a generated ball, in [0, 1]:
 *     measures variety
 * @param density mean number of reference balls that contain a generated picture, divided by k; at
 *     least 0, about 1 for equal distributions. Less sensitive to outliers than precision
 * @param coverage fraction of reference balls that contain a generated picture, in [0, 1]. Less
 *     sensitive to outliers than recall
 */
public record PrecisionRecall(double precision, double recall, double density, double coverage) {
  /** Rows of a block of distances: 1024 × 50,000 in float64 are 400 MB. */
  private static final int BLOCK = 1024;

  /** Differences of squares below this part of the features' squared norms are rounding. */
  private static final double ROUNDING = 1e-12;

  /** Squares that differ by less than this part of a squared radius are equal. */
  private static final double EQUAL = 1e-9;

  /** The features around their mean, a and b, and the sums of their squared norms, s. */
  private static final String CENTRED =
      """
          b = torch.to(y, 7)
          centre = torch.mean(b, [0], True)
          b = b - centre
          a = torch.to(x, 7) - centre
          s = torch.unsqueeze(torch.sum(a * a, [1], False), 1) + torch.sum(b * b, [1], False)
      """;

  private static final class Modules {
    static final NativeModule RADII =
        NativeModule.compile(
            "x: Tensor, y: Tensor, k: Tensor",
            "Tensor",
            CENTRED
                + """
                      d = torch.addmm(s, a, torch.t(b), beta=1., alpha=-2.)
                      d = torch.where(d > s * %s, d, torch.zeros_like(d))
                      v, i = torch.topk(d, int(k), -1, False, True)
                      return torch.contiguous(torch.sqrt(torch.select(v, 1, -1)), memory_format=0)
                  """
                    .formatted(ROUNDING));
    static final NativeModule OUTSIDE = block("lt", 1);
    static final NativeModule INSIDE = block("le", -1);

    /**
     * Counts the pictures in balls.
     *
     * @param sign 1 to enlarge distances and reduce radii by the tolerances, -1 for the reverse
     */
    private static NativeModule block(String comparison, int sign) {
      return NativeModule.compile(
          "x: Tensor, y: Tensor, rx: Tensor, ry: Tensor",
          "List[Tensor]",
          CENTRED
              + """
                    d = torch.addmm(s, a, torch.t(b), beta=%2$s, alpha=-2.)
                    held = torch.to(torch.%1$s(d, torch.unsqueeze(rx * rx * %3$s, 1)), 7)
                    found = torch.amax(torch.to(torch.%1$s(d, ry * ry * %3$s), 7), [1])
                    return [torch.sum(held, [0], False), torch.sum(found), torch.sum(torch.amax(held, [1]))]
                """
                  .formatted(comparison, 1 + sign * ROUNDING, 1 - sign * EQUAL));
    }
  }

  /**
   * Compares two samples in time proportional to the product of their sizes and memory proportional
   * to 1024 times the larger size.
   *
   * @throws IllegalArgumentException if a sample does not have more than k pictures
   */
  public static PrecisionRecall between(
      FeatureSample reference, FeatureSample generated, PrecisionRecallOptions options) {
    int neighbours = options.neighbours();
    requireMore("reference", reference, neighbours);
    requireMore("generated", generated, neighbours);
    NativeModule block = options.borderCounts() ? Modules.INSIDE : Modules.OUTSIDE;
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray fake = generated.toArray(scope);
      NDArray fakeRadii = array(scope, radii(generated, neighbours));
      double[] realRadii = radii(reference, neighbours);
      var ballsAround = new double[generated.size()];
      double recalled = 0;
      double covered = 0;
      for (int begin = 0; begin < reference.size(); begin += BLOCK) {
        int end = Math.min(reference.size(), begin + BLOCK);
        try (NDManager scratch = scope.newSubManager()) {
          NDArray rows = reference.toArray(scratch, begin, end);
          NDArray radii = array(scratch, Arrays.copyOfRange(realRadii, begin, end));
          NDList counts = block.call(new NDList(rows, fake, radii, fakeRadii), false);
          double[] balls = counts.get(0).toDoubleArray();
          for (int i = 0; i < balls.length; i++) {
            ballsAround[i] += balls[i];
          }
          recalled += counts.get(1).getDouble();
          covered += counts.get(2).getDouble();
        }
      }
      double inside = 0;
      double balls = 0;
      for (double count : ballsAround) {
        inside += count > 0 ? 1 : 0;
        balls += count;
      }
      return new PrecisionRecall(
          inside / generated.size(),
          recalled / reference.size(),
          balls / ((double) neighbours * generated.size()),
          covered / reference.size());
    }
  }

  private static void requireMore(String name, FeatureSample sample, int neighbours) {
    if (sample.size() <= neighbours) {
      throw new IllegalArgumentException(
          "Expected more than %s %s pictures, the number of neighbours, but got %s"
              .formatted(neighbours, name, sample.size()));
    }
  }

  /** Computes the distance of each picture to its k-th nearest neighbour in its own set. */
  static double[] radii(FeatureSample sample, int neighbours) {
    var radii = new double[sample.size()];
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray all = sample.toArray(scope);
      for (int begin = 0; begin < radii.length; begin += BLOCK) {
        int end = Math.min(radii.length, begin + BLOCK);
        try (NDManager scratch = scope.newSubManager()) {
          // The nearest of all is the picture itself.
          NDArray rank = scratch.create((long) neighbours + 1);
          var inputs = new NDList(sample.toArray(scratch, begin, end), all, rank);
          double[] found = Modules.RADII.call(inputs, false).singletonOrThrow().toDoubleArray();
          System.arraycopy(found, 0, radii, begin, found.length);
        }
      }
    }
    return radii;
  }

  private static NDArray array(NDManager manager, double[] values) {
    return manager.create(values);
  }
}
