package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.util.List;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ClassifierScoreTest {
  private static final String FAMILY = "metrics";
  private static final String SOURCE = "torch_fidelity/metric_isc.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_score_in_batches(Golden golden) {
    for (JsonElement splits : golden.constructor().getAsJsonArray("splits")) {
      check(golden, splits.getAsInt());
    }
  }

  private static void check(Golden golden, int splits) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray p = golden.array("logits", scope).toType(DataType.FLOAT64, false).softmax(1);
      golden.assertMatches("output.probabilities", p);
      int count = Math.toIntExact(p.getShape().get(0));
      var score = new ClassifierScore(count, splits);
      for (int i = 0; i < count; i += 20) {
        score.add(p.get(new NDIndex(i + ":" + Math.min(count, i + 20))));
      }
      var result = score.result();
      for (String reference : List.of("torch_fidelity", "studiogan")) {
        golden.assertMatches("output." + reference + "_mean_splits" + splits, result.mean());
      }
      golden.assertMatches("output.torch_fidelity_std_splits" + splits, result.deviation());
      if (splits > 1) {
        // The other reference divides by one less.
        double sample = result.deviation() * Math.sqrt(splits / (splits - 1.0));
        golden.assertMatches("output.studiogan_std_splits" + splits, sample);
      }
    }
  }

  @Test
  void should_split_uneven_numbers_as_the_reference_does() {
    try (NDManager scope = NDManager.newBaseManager()) {
      // Parts of 7 pictures: 0–1, 2–3, 4–6. Each is sure of one class, so the second part scores 2.
      float[] classes = {0, 0, 0, 1, 1, 1, 1};
      var score = new ClassifierScore(7, 3);
      for (float one : classes) {
        score.add(scope.create(new float[] {1 - one, one}, new Shape(1, 2)));
      }
      assertThat(score.result().mean()).isCloseTo((1 + 2 + 1) / 3.0, within(1e-12));
    }
  }

  @Test
  void should_refuse_what_are_no_probabilities_and_wrong_counts() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var score = new ClassifierScore(2, 1);
      assertThatThrownBy(() -> score.add(scope.create(new float[] {3, -1, 2, 5}, new Shape(2, 2))))
          .hasMessageContaining("apply softmax to logits first");
      assertThatThrownBy(() -> score.add(scope.full(new Shape(1, 4), 0.5f)))
          .hasMessageContaining("sum to 1, but the sum was 2.0");
      assertThatThrownBy(() -> score.add(scope.full(new Shape(3, 2), 0.5f)))
          .hasMessageContaining("Expected 2 pictures in all, but got more");
      assertThatThrownBy(score::result).hasMessage("Expected 2 pictures in all, but got 0");
    }
  }
}
