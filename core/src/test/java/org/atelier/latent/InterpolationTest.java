package org.atelier.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterpolationTest {
  private static final Latent EAST = new Latent(new float[] {2, 0});
  private static final Latent NORTH = new Latent(new float[] {0, 2});

  @Test
  void a_straight_line_cuts_the_corner() {
    assertThat(Interpolation.LINEAR.between(EAST, NORTH, 0.25).values())
        .containsExactly(1.5f, 0.5f);
  }

  @Test
  void a_great_circle_keeps_length_and_turns_evenly() {
    for (int k = 0; k <= 6; k++) {
      double angle = Math.PI / 2 * k / 6;
      assertThat(Interpolation.SLERP.between(EAST, NORTH, k / 6.0).values())
          .containsExactly(
              new float[] {2 * (float) Math.cos(angle), 2 * (float) Math.sin(angle)},
              within(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void both_ends_are_exact_and_the_way_back_is_the_same(Interpolation way) {
    Latent a = Latent.normal(64, 1, 0);
    Latent b = Latent.normal(64, 1, 1);
    assertThat(way.between(a, b, 0)).isEqualTo(a);
    assertThat(way.between(a, b, 1)).isEqualTo(b);
    assertThat(way.between(a, b, 0.3).values())
        .containsExactly(way.between(b, a, 0.7).values(), within(1e-6f));
  }

  @Test
  void where_there_is_no_great_circle_the_line_is_straight() {
    Latent nothing = new Latent(new float[] {0, 0});
    assertThat(Interpolation.SLERP.between(EAST, EAST, 0.3).values())
        .containsExactly(new float[] {2, 0}, within(1e-6f));
    assertThat(Interpolation.SLERP.between(EAST, EAST.times(-1), 0.5)).isEqualTo(nothing);
    assertThat(Interpolation.SLERP.between(nothing, NORTH, 0.5)).isEqualTo(NORTH.times(0.5));
  }

  @Test
  void what_is_not_between_is_refused() {
    for (double t : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Interpolation.SLERP.between(EAST, NORTH, t))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("t must be in [0, 1], but was " + t);
    }
    Latent other = new Latent(new float[3]);
    for (Interpolation way : Interpolation.values()) {
      assertThatThrownBy(() -> way.between(EAST, other, 0)).hasMessageContaining("of one size");
    }
  }
}
