package org.atelier.vae.vq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodePriorTest {
  private static final Shape POSITIONS = new Shape(2, 3);

  private static CodeMap map(int... codes) {
    return new CodeMap(POSITIONS, codes);
  }

  @Test
  void draws_what_comes_beside_each_other() {
    var maps = new ArrayList<CodeMap>();
    for (int i = 0; i < 300; i++) {
      maps.add(i % 3 == 0 ? map(1, 1, 1, 1, 1, 1) : map(2, 2, 2, 2, 2, 2));
    }

    List<CodeMap> drawn = CodePrior.fit(maps).sample(600, 5);

    // Of one code throughout, but where less of the context was asked for: once in a hundred.
    long ones = drawn.stream().filter(map -> map.equals(map(1, 1, 1, 1, 1, 1))).count();
    long twos = drawn.stream().filter(map -> map.equals(map(2, 2, 2, 2, 2, 2))).count();
    assertThat(ones + twos).isGreaterThan(540);
    assertThat(ones).isBetween(140L, 260L);
  }

  @Test
  void every_place_has_codes_of_its_own() {
    List<CodeMap> drawn =
        CodePrior.fit(List.of(map(0, 1, 2, 3, 4, 5), map(0, 1, 2, 3, 4, 5))).sample(400, 1);

    for (int place = 0; place < 6; place++) {
      int own = place;
      long right = drawn.stream().filter(map -> map.indices()[own] == own).count();
      assertThat(right).as("place %s", place).isGreaterThan(250);
    }
  }

  @Test
  void the_nth_draw_is_a_function_of_the_seed() {
    var prior =
        CodePrior.fit(
            IntStream.range(0, 20).mapToObj(i -> map(i, i + 1, i, i + 1, i, i + 1)).toList());

    assertThat(prior.sample(3, 7)).isEqualTo(prior.sample(5, 7).subList(0, 3));
    assertThat(prior.sample(3, 7)).isNotEqualTo(prior.sample(3, 8));
  }

  @Test
  void refuses_no_maps_and_maps_of_several_shapes() {
    assertThatThrownBy(() -> CodePrior.fit(List.of())).hasMessageContaining("but got none");
    var other = new CodeMap(new Shape(3, 2), new int[6]);
    assertThatThrownBy(() -> CodePrior.fit(List.of(map(0, 0, 0, 0, 0, 0), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected codes of positions (2, 3), but got some of (3, 2)");
  }
}
