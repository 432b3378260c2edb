package org.atelier.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class LatentMixtureTest {
  private static final MixtureOptions TWO = MixtureOptions.defaults().withComponents(2);

  /** A quarter around (-3, 0), three quarters around (2, 1), these with correlated values. */
  private static List<Latent> latents(int count) {
    var random = CounterRandom.of(2);
    var latents = new ArrayList<Latent>();
    for (int n = 0; n < count; n++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      latents.add(
          new Latent(
              n % 4 == 0
                  ? new float[] {-3 + 0.5f * a, 0.2f * b}
                  : new float[] {2 + a, 1 + 0.8f * a + 0.6f * b}));
    }
    return latents;
  }

  @Test
  void the_parts_of_a_mixture_are_found() {
    LatentMixture mixture = LatentMixture.fit(latents(2000), TWO);
    int left = mixture.means().get(0).values()[0] < 0 ? 0 : 1;
    assertThat(mixture.weights()[left]).isCloseTo(0.25, within(0.01));
    assertThat(mixture.means().get(left).values())
        .containsExactly(new float[] {-3, 0}, within(0.1f));
    assertThat(mixture.means().get(1 - left).values())
        .containsExactly(new float[] {2, 1}, within(0.1f));
    // ln ¾ N((2, 1)): the covariance ((1, .8), (.8, 1)) has the determinant .36.
    assertThat(mixture.logDensity(new Latent(new float[] {2, 1})))
        .isCloseTo(Math.log(0.75 / (2 * Math.PI * 0.6)), within(0.1));
  }

  @Test
  void samples_are_those_of_the_mixture_and_a_function_of_the_seed() {
    List<Latent> data = latents(2000);
    LatentMixture mixture = LatentMixture.fit(data, TWO);
    List<Latent> samples = mixture.sample(2000, 5);
    assertThat(mixture.sample(3, 5)).isEqualTo(samples.subList(0, 3));
    assertThat(mixture.sample(3, 6)).isNotEqualTo(samples.subList(0, 3));
    assertThat(Latent.mean(samples).minus(Latent.mean(data)).length()).isLessThan(0.15);
    double found = samples.stream().mapToDouble(mixture::logDensity).average().orElseThrow();
    double expected = data.stream().mapToDouble(mixture::logDensity).average().orElseThrow();
    assertThat(found).isCloseTo(expected, within(0.1));
  }

  @Test
  void one_component_is_the_mean_and_the_covariance() {
    List<Latent> data =
        List.of(
            new Latent(new float[] {1, 0}),
            new Latent(new float[] {3, 0}),
            new Latent(new float[] {2, 2}),
            new Latent(new float[] {2, -2}));
    LatentMixture mixture =
        LatentMixture.fit(data, MixtureOptions.defaults().withComponents(1).withRidge(1e-9));
    assertThat(mixture.means()).containsExactly(new Latent(new float[] {2, 0}));
    // Variances ½ and 2.
    assertThat(mixture.logDensity(new Latent(new float[] {3, 2})))
        .isCloseTo(-Math.log(2 * Math.PI) - 0.5 * (2 + 2), within(1e-6));
  }

  @Test
  void more_iterations_never_explain_the_data_worse() {
    List<Latent> data = latents(300);
    double before = Double.NEGATIVE_INFINITY;
    for (int iterations : new int[] {1, 2, 4, 8, 16}) {
      var options = TWO.withComponents(5).withTolerance(0).withIterations(iterations);
      LatentMixture mixture = LatentMixture.fit(data, options);
      double now = data.stream().mapToDouble(mixture::logDensity).sum();
      assertThat(now).isGreaterThanOrEqualTo(before - 1e-6);
      before = now;
    }
  }

  @Test
  void few_or_equal_latents_make_no_flat_component() {
    var same = new Latent(new float[] {1, 2});
    LatentMixture mixture = LatentMixture.fit(List.of(same, same, same), TWO);
    assertThat(mixture.sample(2, 1))
        .allSatisfy(sample -> assertThat(sample.minus(same).length()).isLessThan(0.1));
  }

  @Test
  void bad_input_is_refused() {
    var one = new Latent(new float[] {1});
    assertThatThrownBy(() -> LatentMixture.fit(List.of(one), TWO))
        .hasMessage("Expected at least as many latents as components, 2, but got 1");
    assertThatThrownBy(() -> LatentMixture.fit(List.of(one, new Latent(new float[] {1, 2})), TWO))
        .hasMessage("Expected latents of one size, but got 1 and 2 values");
    assertThatThrownBy(() -> TWO.withRidge(0))
        .hasMessage("ridge must be positive and finite, but was 0.0");
    assertThatThrownBy(() -> TWO.withComponents(0))
        .hasMessage("components must be at least 1, but was 0");
  }
}
