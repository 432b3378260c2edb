package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.atelier.engine.Arguments;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * Mean and covariance of features, compared as normal distributions by the squared Wasserstein-2
 * distance (Vacher et al., arXiv:2003.06966, with crowsonkb/style-transfer-pytorch's numbers):
 *
 * <pre>
 * |μ − μ_s|² + tr C + tr C_s − 2 tr (C_s^½ C C_s^½)^½
 * </pre>
 *
 * @param root how the trace of the root is computed
 * @param epsilon added to the variances, at least 0, so that covariances are regular
 * @param scale what the distance is divided by
 */
public record WassersteinStatistic(Root root, double epsilon, Scale scale)
    implements StyleStatistic {
  /** How the trace of a matrix root is computed. */
  public enum Root {
    /** By twelve Newton–Schulz steps in float32: products of matrices alone, for many channels. */
    NEWTON_SCHULZ,
    /** By eigenvalues in float64: for up to some hundred channels. */
    EIGENVALUES
  }

  /** What the distance is divided by. */
  public enum Scale {
    /** The number of channels. */
    CHANNELS,
    /** The trace of the target's covariance, so that each tap has a distance of about 1. */
    TARGET_VARIANCE
  }

  /** The centred features are one array, which the derivative needs: half the memory of two. */
  private static final class Moments {
    private static final String COVARIANCE =
        """
            centred = torch.sub(flat, mean)
            covariance = torch.matmul(%s, torch.transpose(centred, 1, 2))
            return [mean, torch.div(covariance, n)]
        """;

    static final NativeModule WHOLE =
        NativeModule.compile(
            "f: Tensor",
            "List[Tensor]",
            """
                flat = torch.flatten(f, 2)
                n = torch.size(flat, 2)
                mean = torch.mean(flat, [2], True, dtype=None)
            """
                + COVARIANCE.formatted("centred"));

    static final NativeModule REGION =
        NativeModule.compile(
            "f: Tensor, m: Tensor",
            "List[Tensor]",
            """
                flat = torch.flatten(f, 2)
                weights = torch.flatten(m, 2)
                n = torch.sum(weights, [2], True)
                mean = torch.div(torch.sum(torch.mul(flat, weights), [2], True), n)
            """
                + COVARIANCE.formatted("torch.mul(centred, weights)"));
  }

  /** The symmetric root and the trace of a positive semi-definite matrix (N, C, C), in float64. */
  private static final class Roots {
    static final NativeModule MODULE =
        NativeModule.compile(
            "c: Tensor, e: Tensor",
            "List[Tensor]",
            """
                n = torch.size(c, 1)
                d = torch.add(torch.to(c, 7), torch.mul(torch.eye(n, dtype=7, device=c.device), float(e)))
                values, vectors = torch.linalg_eigh(d)
                r = torch.sqrt(torch.clamp(values, 0.))
                root = torch.matmul(torch.mul(vectors, torch.unsqueeze(r, 1)), torch.transpose(vectors, 1, 2))
                return [torch.to(root, 6), torch.to(torch.sum(values, [1]), 6)]
            """);
  }

  /** Of each picture tr C and, as {@code a}, C_s^½ C C_s^½, of whose root the trace is missing. */
  private static final String PARTS =
      """
          n = torch.size(c, 1)
          d = torch.add(c, torch.mul(torch.eye(n, dtype=6, device=c.device), float(e)))
          trace = torch.sum(torch.diagonal(d, 0, 1, 2), [1])
          a = torch.matmul(torch.matmul(root, d), root)
      """;

  /**
   * The distance of each picture, (N), before it is scaled; {@code both} is the trace of the root.
   */
  private static final String END =
      """
          away = torch.sum(torch.square(torch.sub(mean, target)), [1, 2])
          distance = torch.add(away, torch.sub(torch.add(trace, total), torch.mul(both, 2.)))
      """;

  private static final String SIGNATURE =
      "mean: Tensor, c: Tensor, target: Tensor, root: Tensor, total: Tensor, e: Tensor";

  private static final class NewtonSchulz {
    static final NativeModule MODULE =
        NativeModule.compile(
            SIGNATURE,
            "List[Tensor]",
            PARTS
                + """
                    norm = torch.add(torch.sqrt(torch.sum(torch.square(a), [1, 2], True)), 1e-30)
                    one = torch.eye(n, dtype=6, device=c.device)
                    y = torch.div(a, norm)
                    z = torch.expand_as(one, y)
                    for i in range(12):
                      t = torch.mul(torch.sub(torch.mul(one, 3.), torch.matmul(z, y)), 0.5)
                      y = torch.matmul(y, t)
                      z = torch.matmul(t, z)
                    both = torch.mul(torch.sum(torch.diagonal(y, 0, 1, 2), [1]), torch.sqrt(torch.reshape(norm, [-1])))
                """
                + END
                + "    return [distance]\n");
  }

  private static final class Eigenvalues {
    static final NativeModule MODULE =
        NativeModule.compile(
            SIGNATURE,
            "List[Tensor]",
            PARTS
                + """
                    w = torch.to(a, 7)
                    size = torch.div(torch.sum(torch.diagonal(w, 0, 1, 2), [1], True), n)
                    values = torch.linalg_eigvalsh(torch.mul(torch.add(w, torch.transpose(w, 1, 2)), 0.5))
                    ridge = torch.add(torch.mul(size, 1e-9), 1e-30)
                    both = torch.to(torch.sum(torch.sqrt(torch.add(torch.clamp(values, 0.), ridge)), [1]), 6)
                """
                + END
                + "    return [distance]\n");
  }

  private static final NativeFunction PER_CHANNEL =
      NativeFunction.of("torch.mean(torch.div(d, torch.size(mean, 1)))", "d", "mean");

  private static final NativeFunction PER_VARIANCE =
      NativeFunction.of("torch.mean(torch.div(d, torch.clamp(total, 1e-12)))", "d", "total");

  /** Checks epsilon. */
  public WassersteinStatistic {
    OptionChecks.notNegative("epsilon", epsilon);
  }

  /** Newton–Schulz, ε = 10⁻⁴, per channel: for networks of many channels, such as VGG. */
  public static WassersteinStatistic perChannel() {
    return new WassersteinStatistic(Root.NEWTON_SCHULZ, 1e-4, Scale.CHANNELS);
  }

  /** Eigenvalues, relative to the target's variance: for small matrices. */
  public static WassersteinStatistic relative() {
    return new WassersteinStatistic(Root.EIGENVALUES, 0, Scale.TARGET_VARIANCE);
  }

  @Override
  public NDList of(NDArray features, @Nullable NDArray region) {
    try (var inputs = new Arguments()) {
      inputs.add(features);
      if (region != null) {
        inputs.add(region);
      }
      return inputs.call(region == null ? Moments.WHOLE : Moments.REGION, Gradients.isRecording());
    }
  }

  @Override
  public NDList prepared(NDList target) {
    try (NDArray e = HostValues.number(target.get(0).getManager(), epsilon)) {
      NDList roots = Roots.MODULE.call(new NDList(target.get(1), e), false);
      return new NDList(target.get(0), roots.get(0), roots.get(1));
    }
  }

  @Override
  public NDArray distance(NDList actual, NDList target) {
    NDArray mean = actual.get(0);
    NativeModule module = root == Root.NEWTON_SCHULZ ? NewtonSchulz.MODULE : Eigenvalues.MODULE;
    try (var inputs = new Arguments();
        NDArray e = HostValues.number(mean.getManager(), epsilon)) {
      inputs.add(mean);
      inputs.add(actual.get(1));
      target.forEach(inputs::add);
      inputs.add(e);
      NDArray distance = inputs.call(module, Gradients.isRecording()).singletonOrThrow();
      return scale == Scale.CHANNELS
          ? PER_CHANNEL.apply(distance, mean)
          : PER_VARIANCE.apply(distance, target.get(2));
    }
  }
}
