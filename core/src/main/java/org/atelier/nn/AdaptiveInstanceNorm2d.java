package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.internal.InstanceNormalisation;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;

/**
 * Adaptive instance normalisation (AdaIN; Huang and Belongie, arXiv:1703.06868): inputs x (N, C, H,
 * W) and the mean and the standard deviation of a style's channels, (N or 1, C, 1, 1) each, to
 *
 * <pre>
 * σ_style · (x − μ(x)) / σ(x) + μ_style,    σ(x) = (unbiased variance of x + ε)^½
 * </pre>
 *
 * <p>It has no parameters. In evaluation mode x may be normalised by the statistics of another
 * picture: see {@link InstanceStatistics}.
 */
public final class AdaptiveInstanceNorm2d extends Layer {
  private static final double EPSILON = 1e-5;

  private AdaptiveInstanceNorm2d() {}

  /** Creates the layer, with ε = 1e-5. */
  public static AdaptiveInstanceNorm2d of() {
    return new AdaptiveInstanceNorm2d();
  }

  /**
   * Returns a layer from (N, C, H, W) to the mean and the standard deviation, (N, C, 1, 1) each.
   */
  public static Layer statistics() {
    return new Layer() {
      @Override
      protected Optional<Window> window() {
        return Optional.of(Window.EVERYTHING);
      }

      @Override
      protected Values write(Script script, Values in) {
        Value x = in.only().expectPicture(-1);
        NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
        var shape = new Shape(x.size(0), x.size(1), 1, 1);
        return Values.of(
            script.line(shape, "torch.mean({0}, [2, 3], True, dtype=None)", x),
            script.line(
                shape,
                "torch.sqrt(torch.add(torch.var({0}, [2, 3], True, True), {1}))",
                x,
                EPSILON));
      }
    };
  }

  @Override
  protected Optional<Window> window() {
    return Optional.of(Window.EVERYTHING);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.get(0, 3).expectPicture(-1);
    Value mean = expectStatistic(in.get(1, 3), x);
    Value deviation = expectStatistic(in.get(2, 3), x);
    return script.line(
        x.shape(), "torch.add(torch.mul({0}, {1}), {2})", normal(script, x), deviation, mean);
  }

  private static Value normal(Script script, Value x) {
    Optional<Value> given = InstanceNormalisation.given(script, x);
    if (given.isPresent()) {
      return script.line(
          x.shape(),
          "torch.div(torch.sub({0}, torch.reshape(torch.select({1}, 0, 0), [1, -1, 1, 1])),"
              + " torch.reshape(torch.sqrt(torch.add(torch.select({1}, 0, 1), {2})), [1, -1, 1, 1]))",
          x,
          given.get(),
          EPSILON);
    }
    NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
    InstanceNormalisation.measure(script, x, true);
    return script.line(
        x.shape(),
        "torch.div(torch.sub({0}, torch.mean({0}, [2, 3], True, dtype=None)),"
            + " torch.sqrt(torch.add(torch.var({0}, [2, 3], True, True), {1})))",
        x,
        EPSILON);
  }

  private static Value expectStatistic(Value statistic, Value x) {
    Shape shape = statistic.shape();
    boolean fits =
        shape.dimension() == 4
            && (shape.get(0) == 1 || shape.get(0) == x.size(0))
            && shape.get(1) == x.size(1)
            && shape.get(2) * shape.get(3) == 1;
    if (!fits) {
      throw new IllegalArgumentException(
          "expected a statistic of %s channels, (N or 1, C, 1, 1), but got %s"
              .formatted(x.size(1), shape));
    }
    return statistic;
  }
}
