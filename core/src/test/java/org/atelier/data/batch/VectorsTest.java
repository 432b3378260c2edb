package org.atelier.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class VectorsTest {
  private static final float[] FIRST = {1, 2, 3};
  private static final float[] SECOND = {4, 5, 6};

  @Test
  void a_batch_has_the_vectors_that_were_asked_for() throws IOException {
    TrainingData<Vectors> data = Vectors.of(List.of(FIRST, SECOND));
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray batch = data.load(new int[] {1, 0, 1}, CounterRandom.of(0)).toBatch(scope).examples();
      assertThat(batch.getShape()).isEqualTo(new Shape(3, 3));
      assertThat(batch.toFloatArray()).containsExactly(4, 5, 6, 1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void other_vectors_have_another_fingerprint() {
    String one = Vectors.of(List.of(FIRST, SECOND)).fingerprint();
    assertThat(one)
        .startsWith("2 vectors of 3 values ")
        .isEqualTo(Vectors.of(List.of(FIRST.clone(), SECOND.clone())).fingerprint())
        .isNotEqualTo(Vectors.of(List.of(SECOND, FIRST)).fingerprint());
  }

  @Test
  void ragged_empty_and_infinite_vectors_are_refused() {
    assertThatThrownBy(() -> Vectors.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected at least one vector of at least one value");
    assertThatThrownBy(() -> Vectors.of(List.of(FIRST, new float[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected vectors of one length, but number 0 has 3 values and number 1 has 2");
    assertThatThrownBy(() -> Vectors.of(List.of(FIRST, new float[] {1, Float.NaN, 2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected finite values, but number 1 has NaN");
  }
}
