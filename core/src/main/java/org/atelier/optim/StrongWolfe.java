package org.atelier.optim;

import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The line search for the strong Wolfe conditions: φ(t) ≤ φ(0) + c₁·t·φ'(0) and |φ'(t)| ≤
 * −c₂·φ'(0), with c₁ = 1e-4 and c₂ = 0.9. It first finds an interval that contains such a point,
 * and then narrows it by cubic interpolation. Step by step PyTorch's, with one addition: a point
 * where the objective is not finite bounds the interval, and next to it intervals are halved.
 */
final class StrongWolfe<R> {
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  private final DoubleFunction<LinePoint<R>> at;
  private final LinePoint<R> start;
  private final int most;
  private int searched;

  /**
   * Creates a search.
   *
   * @param at evaluates the point of a step length
   * @param start the point of step length 0
   * @param most evaluations after which the best point is taken
   */
  StrongWolfe(DoubleFunction<LinePoint<R>> at, LinePoint<R> start, int most) {
    this.at = at;
    this.start = start;
    this.most = most;
  }

  /**
   * Searches.
   *
   * @param first the first step length
   * @param narrowest the length of an interval that is not narrowed further
   * @return the point, {@code start} if none is better
   */
  LinePoint<R> search(double first, double narrowest) {
    LinePoint<R> before = start;
    LinePoint<R> now = at.apply(first);
    while (searched < most) {
      if (rises(now) || (searched > 1 && now.value() >= before.value())) {
        return narrowed(before, now, narrowest);
      }
      if (isFlat(now)) {
        return keep(now, before);
      }
      if (now.slope() >= 0) {
        return narrowed(before, now, narrowest);
      }
      double next =
          interpolated(before, now, now.t() + 0.01 * (now.t() - before.t()), now.t() * 10);
      discard(before);
      before = now;
      now = at.apply(next);
      searched++;
    }
    discard(before);
    return start.value() <= now.value() ? keep(start, now) : now;
  }

  private LinePoint<R> narrowed(LinePoint<R> from, LinePoint<R> to, double narrowest) {
    boolean ordered = from.value() <= to.value();
    LinePoint<R> low = ordered ? from : to;
    LinePoint<R> high = ordered ? to : from;
    boolean slow = false;
    while (searched < most && !(Math.abs(high.t() - low.t()) < narrowest)) {
      double left = Math.min(low.t(), high.t());
      double right = Math.max(low.t(), high.t());
      double t = interpolated(low, high, left, right);
      // Near an end twice in a row, or on it: a tenth of the interval away from it.
      double margin = 0.1 * (right - left);
      if (Math.min(right - t, t - left) < margin) {
        if (slow || t >= right || t <= left) {
          t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
          slow = false;
        } else {
          slow = true;
        }
      } else {
        slow = false;
      }
      LinePoint<R> now = at.apply(t);
      searched++;
      if (rises(now) || now.value() >= low.value()) {
        discard(high);
        high = now.value() < low.value() ? low : now;
        low = high == now ? low : now;
        continue;
      }
      if (isFlat(now)) {
        discard(high);
        return keep(now, low);
      }
      if (now.slope() * (high.t() - low.t()) >= 0) {
        discard(high);
        high = low;
      } else {
        discard(low);
      }
      low = now;
    }
    return keep(low, high);
  }

  private boolean rises(LinePoint<R> point) {
    return point.value() == Double.POSITIVE_INFINITY
        || point.value() > start.value() + DECREASE * point.t() * start.slope();
  }

  private boolean isFlat(LinePoint<R> point) {
    return Math.abs(point.slope()) <= -CURVATURE * start.slope();
  }

  /** The minimum of the cubic through two points with their slopes, within bounds. */
  private double interpolated(LinePoint<R> a, LinePoint<R> b, double least, double most) {
    LinePoint<R> left = a.t() <= b.t() ? a : b;
    LinePoint<R> right = left == a ? b : a;
    double d1 =
        left.slope() + right.slope() - 3 * (left.value() - right.value()) / (left.t() - right.t());
    double d2 = Math.sqrt(d1 * d1 - left.slope() * right.slope());
    double t =
        right.t()
            - (right.t() - left.t())
                * ((right.slope() + d2 - d1) / (right.slope() - left.slope() + 2 * d2));
    return Double.isFinite(t) ? Math.min(Math.max(t, least), most) : (least + most) / 2;
  }

  private LinePoint<R> keep(LinePoint<R> kept, @Nullable LinePoint<R> other) {
    if (other != null && other != kept) {
      discard(other);
    }
    return kept;
  }

  /** Frees the gradient of a point that is not needed any more; the start's is its owner's. */
  private void discard(LinePoint<R> point) {
    if (point != start) {
      point.gradient().close();
    }
  }
}
