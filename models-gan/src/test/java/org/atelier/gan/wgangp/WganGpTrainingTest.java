package org.atelier.gan.wgangp;

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
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WganGpTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        WganGpOptions.defaults()
            .withPicture(new PictureShape(1, 8, 12))
            .withNetworks(new PerceptronNetworks(4, List.of(6, 8), List.of(6)))
            .withStabilisation(Stabilisation.none().withAverageDecay(0.9));
    TinyTraining.images(new WganGp(options), folder, WganGp::load);
  }

  @Test
  void a_lazy_penalty_counts_three_times_in_every_third_step() {
    var options =
        WganGpOptions.defaults()
            .withPicture(PictureShape.grey(8))
            .withNetworks(new StridedNetworks(4, 2, 2))
            .withPenalty(Penalty.of(10).every(3));
    try (var gan = new WganGp(options);
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      NDArray real = scope.create(CounterRandom.of(1).gaussians(256), new Shape(4, 1, 8, 8));
      for (int i = 0; i < 4; i++) {
        var step = new Step<>(i, new Images(real), scope, CounterRandom.of(2, i));
        Objective judging = Gradients.recording(() -> gan.discriminatorObjective(step));
        Map<String, NDArray> metrics = judging.metrics();
        float expected = metrics.get("real").getFloat() + metrics.get("fake").getFloat();
        assertThat(metrics.containsKey("penalty")).isEqualTo(i % 3 == 0);
        if (i % 3 == 0) {
          expected += 30 * metrics.get("penalty").getFloat();
        }
        assertThat(judging.total().getFloat()).isCloseTo(expected, within(1e-4f));
      }
    }
  }
}
