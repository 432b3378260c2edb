package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.Score;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final EvaluationOptions OPTIONS =
      EvaluationOptions.defaults()
          .withKernel(KernelOptions.defaults().withSubsets(4).withSubsetSize(20));

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  /** The mean colour of the upper and lower half, and which half is brighter. */
  private record Halves(String hash, boolean classifies) implements FeatureNetwork {
    @Override
    public String name() {
      return "halves";
    }

    @Override
    public String resizer() {
      return "none";
    }

    @Override
    public int featureCount() {
      return 6;
    }

    @Override
    public Features features(NDArray pictures) {
      long n = pictures.getShape().get(0);
      NDArray values = pictures.reshape(n, 6, -1).mean(new int[] {2});
      NDArray probabilities = values.get(":, :2").mul(100).softmax(1);
      return new Features(values, classifies ? Optional.of(probabilities) : Optional.empty());
    }
  }

  private static final FeatureNetwork NETWORK = new Halves("ab", true);

  private NDArray pictures(long seed, int count, int channels, double mean) {
    var shape = new Shape(count, channels, 4, 4);
    return scope
        .create(CounterRandom.of(seed).gaussians((int) shape.size()), shape)
        .mul(0.3f)
        .add(mean);
  }

  private Evaluation evaluation(FeatureNetwork network, EvaluationOptions options, double shift) {
    var evaluation = new Evaluation(network, "noise/test", options);
    for (int i = 0; i < 3; i++) {
      evaluation.addReference(pictures(i, 30, 3, 0));
      evaluation.addGenerated(pictures(10 + i, 20, 3, shift));
    }
    return evaluation;
  }

  @Test
  void should_measure_more_where_pictures_differ_more() {
    try (var near = evaluation(NETWORK, OPTIONS, 0.02);
        var far = evaluation(NETWORK, OPTIONS, 0.3)) {
      assertThat(near.frechetDistance().isBetterThan(far.frechetDistance())).isTrue();
      assertThat(near.kernelDistance().isBetterThan(far.kernelDistance())).isTrue();
      for (int i = 0; i < 4; i++) {
        assertThat(near.precisionRecall().get(i).isBetterThan(far.precisionRecall().get(i)))
            .isTrue();
      }
      assertThat(near.precisionRecall())
          .extracting(Score::metric)
          .containsExactly("precision", "recall", "density", "coverage");
    }
  }

  @Test
  void should_write_down_how_the_numbers_came_about() {
    try (var evaluation = evaluation(NETWORK, OPTIONS, 0)) {
      assertThat(evaluation.frechetDistance().fingerprint())
          .isEqualTo(
              new Fingerprint(
                  "Fréchet distance, unbiased covariance",
                  "halves",
                  "ab",
                  "none",
                  "[-1.0, 1.0] rounded to 8 bits",
                  90,
                  60,
                  "noise/test"));
      assertThat(evaluation.kernelDistance().fingerprint().protocol())
          .contains("degree 3, gamma 1/D")
          .contains("4 subsets of 20")
          .contains("90 and 60 features kept");
      try (var exact = evaluation(NETWORK, OPTIONS.withRounded(false), 0)) {
        assertThatThrownBy(() -> exact.frechetDistance().minus(evaluation.frechetDistance()))
            .hasMessageContaining("value range");
      }
    }
  }

  @Test
  void should_say_fid_of_the_published_network_alone() {
    var inception = new Halves("6726825d0af5f729", true);
    var options = OPTIONS.withClassifier(new ClassifierScoreOptions(60, 3));
    try (var published = evaluation(inception, options, 0);
        var other = evaluation(NETWORK, options, 0)) {
      assertThat(published.frechetDistance().metric()).isEqualTo("FID");
      assertThat(published.kernelDistance().metric()).isEqualTo("KID");
      assertThat(published.classifierScore().metric()).isEqualTo("Inception Score");
      assertThat(other.frechetDistance().metric()).isEqualTo("feature distance");
      assertThat(other.kernelDistance().metric()).isEqualTo("kernel distance");
      assertThat(other.classifierScore().metric()).isEqualTo("classifier score");
      assertThat(other.classifierScore().value()).isBetween(1.0, 2.0);
    }
  }

  @Test
  void should_round_to_8_bits_and_take_grey_pictures() {
    NDArray grey = pictures(1, 10, 1, 0);
    NDArray rounded = grey.clip(-1, 1).add(1).mul(127.5f).round().div(127.5f).sub(1);
    try (var first = new Evaluation(NETWORK, "grey", OPTIONS);
        var second = new Evaluation(NETWORK, "grey", OPTIONS.withRounded(false))) {
      first.addReference(grey);
      second.addReference(rounded.repeat(1, 3));
      first.addGenerated(grey);
      second.addGenerated(rounded.repeat(1, 3));
      assertThat(first.frechetDistance().value()).isCloseTo(0, within(1e-6));
      assertThat(first.frechetDistance().value())
          .isCloseTo(second.frechetDistance().value(), within(1e-6));
    }
  }

  @Test
  void should_leave_nothing_in_the_pictures_manager() {
    try (var evaluation = new Evaluation(NETWORK, "noise", OPTIONS)) {
      NDArray batch = pictures(1, 10, 3, 0);
      evaluation.addReference(batch);
      int before = scope.getManagedArrays().size();
      evaluation.addReference(batch);
      evaluation.addGenerated(batch);
      assertThat(scope.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void should_say_that_a_network_is_no_classifier() {
    try (var evaluation =
        new Evaluation(
            new Halves("ab", false),
            "noise",
            OPTIONS.withClassifier(new ClassifierScoreOptions(10, 1)))) {
      assertThatThrownBy(() -> evaluation.addGenerated(pictures(1, 10, 3, 0)))
          .hasMessageContaining("halves has no class probabilities");
    }
    try (var evaluation = new Evaluation(NETWORK, "noise", OPTIONS)) {
      assertThatThrownBy(evaluation::classifierScore)
          .hasMessageContaining("EvaluationOptions.withClassifier");
    }
  }
}
