package org.atelier.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatentTest {
  private static Latent latent(float... values) {
    return new Latent(values);
  }

  @Test
  void latents_are_added_subtracted_and_scaled() {
    Latent smiling = latent(1, 4);
    Latent neutral = latent(0.5f, 1);
    Latent man = latent(-2, 2);
    assertThat(smiling.minus(neutral).plus(man)).isEqualTo(latent(-1.5f, 5));
    assertThat(man.times(-0.5)).isEqualTo(latent(1, -1));
    assertThat(latent(3, 4).length()).isEqualTo(5);
    assertThat(man.dot(smiling)).isEqualTo(6);
    assertThat(Latent.mean(List.of(smiling, neutral, man)).values())
        .containsExactly(new float[] {-0.5f / 3, 7f / 3}, within(1e-6f));
  }

  @Test
  void a_latent_does_not_change() {
    float[] values = {1, 2};
    Latent latent = new Latent(values);
    values[0] = 9;
    latent.values()[1] = 9;
    assertThat(latent).isEqualTo(latent(1, 2)).hasSameHashCodeAs(latent(1, 2));
    assertThat(latent).hasToString("Latent[2 values]").isNotEqualTo(latent(1, 3));
  }

  @Test
  void a_normal_latent_is_a_function_of_seed_and_index() {
    Latent one = Latent.normal(1000, 3, 0);
    assertThat(one).isEqualTo(Latent.normal(1000, 3, 0));
    assertThat(one).isNotEqualTo(Latent.normal(1000, 3, 1)).isNotEqualTo(Latent.normal(1000, 4, 0));
    assertThat(one.length()).isCloseTo(Math.sqrt(1000), within(3.0));
  }

  @Test
  void a_truncated_latent_draws_anew_what_is_beyond_the_limit_and_nothing_else() {
    for (double limit : new double[] {0.01, 0.5, 2, 100, Double.POSITIVE_INFINITY}) {
      float[] plain = Latent.normal(1000, 3, 7).values();
      float[] truncated = Latent.truncatedNormal(1000, 3, 7, limit).values();
      assertThat(Latent.truncatedNormal(1000, 3, 7, limit).values()).isEqualTo(truncated);
      for (int i = 0; i < plain.length; i++) {
        assertThat(Math.abs(truncated[i])).isLessThanOrEqualTo((float) limit);
        if (Math.abs(plain[i]) <= limit) {
          assertThat(truncated[i]).isEqualTo(plain[i]);
        }
      }
    }
    assertThat(Latent.truncatedNormal(1000, 3, 7, 0.5).values())
        .as("all different")
        .doesNotHaveDuplicates();
    // A uniform number on [−l, l] has the deviation l/√3, and a normal one nearly so.
    assertThat(Latent.truncatedNormal(4000, 3, 7, 0.1).length())
        .isCloseTo(Math.sqrt(4000) * 0.1 / Math.sqrt(3), within(0.1));
    assertThatThrownBy(() -> Latent.truncatedNormal(4, 3, 7, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The truncation threshold must be at least 0.01, but was 0.0");
    assertThatThrownBy(() -> Latent.truncatedNormal(4, 3, 7, Double.NaN))
        .hasMessage("The truncation threshold must be at least 0.01, but was NaN");
  }

  @Test
  void what_is_no_latent_is_refused_in_a_sentence() {
    assertThatThrownBy(() -> latent()).hasMessage("A latent needs at least one value");
    assertThatThrownBy(() -> latent(0, Float.NaN))
        .hasMessage("A latent's values must be finite, but one was NaN");
    assertThatThrownBy(() -> latent(1).plus(latent(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected latents of one size, but got 1 and 2 values");
    assertThatThrownBy(() -> Latent.mean(List.of()))
        .hasMessage("Expected at least one latent, but got none");
    assertThatThrownBy(() -> Latent.mean(List.of(latent(1), latent(1, 2))))
        .hasMessageContaining("of one size");
  }
}
