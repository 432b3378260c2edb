package org.atelier.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.atelier.random.CounterRandom;

/** What holds of all independent normal distributions. */
class GaussianPropertyTest {
  @Property(tries = 60)
  void divergences_agree_and_are_never_negative(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int size) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var random = CounterRandom.of(seed);
      Gaussian p = gaussian(scope, random, size);
      Gaussian q = gaussian(scope, random, size);
      NDArray zero = p.mu().zerosLike();
      var standard = new Gaussian(zero, zero);
      double toStandard = p.klToStandard().getDouble();
      assertThat(toStandard).isNotNegative();
      assertThat(p.klTo(standard).getDouble()).isCloseTo(toStandard, within(1e-9));
      assertThat(p.klToStandardByValue().sum().getDouble()).isCloseTo(toStandard, within(1e-9));
      assertThat(p.klTo(q).getDouble()).isNotNegative();
      assertThat(p.klTo(p).getDouble()).isCloseTo(0, within(1e-12));
    }
  }

  /**
   * KL is the mean of the log-ratio. Two points a deviation on either side have the mean and the
   * variance of the distribution, and the log-ratio is quadratic: their mean is exact.
   */
  @Property(tries = 60)
  void the_divergence_is_the_mean_log_ratio_of_densities(@ForAll long seed) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var random = CounterRandom.of(seed);
      Gaussian p = gaussian(scope, random, 3);
      Gaussian q = gaussian(scope, random, 3);
      NDArray ones = p.mu().onesLike();
      NDArray above = p.sample(ones);
      NDArray below = p.sample(ones.neg());
      double ratio =
          (p.logDensity(above).getDouble()
                  + p.logDensity(below).getDouble()
                  - q.logDensity(above).getDouble()
                  - q.logDensity(below).getDouble())
              / 2;
      double divergence = p.klTo(q).getDouble();
      assertThat(ratio).isCloseTo(divergence, within(1e-9 * (1 + divergence)));
    }
  }

  private static Gaussian gaussian(NDManager scope, CounterRandom random, int size) {
    return new Gaussian(numbers(scope, random, size), numbers(scope, random, size));
  }

  private static NDArray numbers(NDManager scope, CounterRandom random, int size) {
    var values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextGaussian();
    }
    return scope.create(values, new Shape(1, size));
  }
}
