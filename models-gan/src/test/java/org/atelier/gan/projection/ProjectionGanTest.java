package org.atelier.gan.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionGanTest {
  private static final ProjectionGanOptions SMALL =
      ProjectionGanOptions.defaults()
          .withPicture(new PictureShape(3, 12, 20))
          .withClasses(3)
          .withNetworks(ResidualNetworks.of(4, 5).withLatentSize(6));

  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    // Gains and biases of all classes begin alike, so each step must teach the generator.
    TinyTraining.labelled(new ProjectionGan(SMALL.withCriticSteps(1)), folder, ProjectionGan::load);
  }

  @Test
  void the_score_is_a_projection_on_the_classes_vector_and_a_linear_score() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var head = new Projection(3, 4);
      head.initialize("head", scope, 5, new Shape(2, 4), new Shape(2));
      NDArray features = scope.create(CounterRandom.of(1).gaussians(8), new Shape(2, 4));
      NDArray labels = scope.create(new long[] {2, 0});
      float[] scores =
          head.run("head", new NDList(features, labels)).singletonOrThrow().toFloatArray();

      NDArray vectors = weight(head, "vectors");
      NDArray linear = weight(head, "score").reshape(4);
      float bias = head.namedParameters().get("score.bias").getArray().getFloat();
      int[] classes = {2, 0};
      for (int n = 0; n < 2; n++) {
        NDArray row = features.get(n);
        float expected =
            row.mul(vectors.get(classes[n])).sum().getFloat() + row.mul(linear).sum().getFloat();
        assertThat(scores[n]).isCloseTo(expected + bias, within(1e-5f));
      }
      head.clear();
    }
  }

  /** As the layer uses it: over u·(W·v). */
  private static NDArray weight(Projection head, String layer) {
    NDArray weight = head.namedParameters().get(layer + ".weight_orig").getArray();
    NDArray u = head.namedParameters().get(layer + ".weight_u").getArray();
    NDArray v = head.namedParameters().get(layer + ".weight_v").getArray();
    return weight.div(u.reshape(1, -1).matMul(weight.matMul(v.reshape(-1, 1))).getFloat());
  }
}
