package org.atelier.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  @Test
  void every_third_step_counts_three_times() {
    assertThat(totals(Penalty.of(0.5).every(3), 7)).containsExactly(13f, 1f, 1f, 13f, 1f, 1f, 13f);
  }

  @Test
  void every_step_counts_once_and_none_never() {
    assertThat(totals(Penalty.of(0.5), 3)).containsOnly(5f);
    assertThat(totals(Penalty.none().every(2), 3)).containsOnly(1f);
  }

  /** 1 and a penalty of 8, computed in as many steps as it is due. */
  private static List<Float> totals(Penalty penalty, int steps) {
    var totals = new ArrayList<Float>();
    try (NDManager scope = NDManager.newBaseManager()) {
      for (int i = 0; i < steps; i++) {
        var computed = new ArrayList<Integer>();
        Objective objective =
            Objective.of("real", scope.create(1f))
                .plus(
                    "r1",
                    penalty.weightAt(i),
                    () -> {
                      computed.add(1);
                      return scope.create(8f);
                    });
        totals.add(objective.total().getFloat());
        assertThat(computed).hasSize(penalty.isDue(i) ? 1 : 0);
        assertThat(objective.metrics().containsKey("r1")).isEqualTo(penalty.isDue(i));
        if (penalty.isDue(i)) {
          assertThat(objective.metrics().get("r1").getFloat()).isEqualTo(8);
        }
      }
    }
    return totals;
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    assertThatThrownBy(() -> Penalty.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight must be at least 0");
    assertThatThrownBy(() -> Penalty.of(1).every(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be at least 1, but was 0");
  }
}
