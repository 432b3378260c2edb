package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The probabilities of all that a value can be sum to one. */
class LikelihoodPropertyTest {
  @Property(tries = 80)
  void the_levels_of_a_discretised_logistic(
      @ForAll @IntRange(min = 2, max = 256) int levels,
      @ForAll @DoubleRange(min = -1.5, max = 1.5) double mean,
      @ForAll @DoubleRange(min = -7, max = 7) double logScale) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var values = new double[levels];
      var numbers = new double[2 * levels];
      for (int i = 0; i < levels; i++) {
        values[i] = 2.0 * i / (levels - 1) - 1;
        numbers[2 * i] = mean;
        numbers[2 * i + 1] = logScale;
      }
      NDArray x = scope.create(values, new Shape(levels, 1));
      NDArray p = scope.create(numbers, new Shape(levels, 2));
      var likelihood = new DiscretisedLogistic(levels);
      assertThat(likelihood.logDensity(x, p).exp().sum().getDouble()).isCloseTo(1, within(1e-9));
    }
  }

  @Property(tries = 40)
  void black_and_white(@ForAll @DoubleRange(min = -40, max = 40) double logit) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.create(new double[] {-1, 1}, new Shape(2, 1));
      NDArray l = scope.create(new double[] {logit, logit}, new Shape(2, 1));
      NDArray density = Bernoulli.ofBinary().logDensity(x, l);
      assertThat(density.exp().sum().getDouble()).isCloseTo(1, within(1e-12));
    }
  }
}
