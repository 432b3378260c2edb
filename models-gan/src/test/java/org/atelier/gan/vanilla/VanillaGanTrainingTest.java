package org.atelier.gan.vanilla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VanillaGanTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        VanillaGanOptions.defaults()
            .withPicture(new PictureShape(1, 8, 12))
            .withNetworks(new PerceptronNetworks(4, List.of(6, 8), List.of(6)))
            .withStabilisation(
                Stabilisation.none()
                    .withAverageDecay(0.9)
                    .withR1(Penalty.of(5).every(2))
                    .withDragan(Penalty.of(10).every(3)));
    TinyTraining.images(new VanillaGan(options), folder, VanillaGan::load);
  }

  @Test
  void penalties_are_part_of_the_steps_in_which_they_are_due() {
    var options =
        VanillaGanOptions.defaults()
            .withPicture(PictureShape.grey(8))
            .withNetworks(new PerceptronNetworks(4, List.of(6), List.of(6)))
            .withStabilisation(
                Stabilisation.none()
                    .withR1(Penalty.of(5).every(2))
                    .withDragan(Penalty.of(10).every(3)));
    try (var gan = new VanillaGan(options);
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      NDArray real = scope.create(CounterRandom.of(1).gaussians(256), new Shape(4, 1, 8, 8));
      for (int i = 0; i < 7; i++) {
        var step = new Step<>(i, new Images(real), scope, CounterRandom.of(2, i));
        Objective judging = Gradients.recording(() -> gan.discriminatorObjective(step));
        Map<String, NDArray> metrics = judging.metrics();
        assertThat(metrics.containsKey("r1")).isEqualTo(i % 2 == 0);
        assertThat(metrics.containsKey("dragan")).isEqualTo(i % 3 == 0);
        float expected = (value(metrics, "real") + value(metrics, "fake")) / 2;
        expected += 2 * 5 * value(metrics, "r1") + 3 * 10 * value(metrics, "dragan");
        assertThat(judging.total().getFloat()).isCloseTo(expected, within(1e-4f));
      }
    }
  }

  private static float value(Map<String, NDArray> metrics, String name) {
    return metrics.containsKey(name) ? metrics.get(name).getFloat() : 0;
  }
}
