package org.atelier.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.nn.Activation;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.optim.Sgd;
import org.junit.jupiter.api.Test;

/** First weights as a function of the seed, and layers that stand in several places. */
class NetworkTest {
  private static Network network(Layer layers) {
    return new Network("net", layers, Sgd.of(1), new Shape(3));
  }

  @Test
  void weights_follow_from_the_seed_also_the_second_time() {
    try (var net = network(Linear.of(3))) {
      float[] one = firstWeights(net, 1);
      float[] two = firstWeights(net, 2);

      assertThat(two).isNotEqualTo(one);
      assertThat(firstWeights(net, 1)).isEqualTo(one);
    }
  }

  private static float[] firstWeights(Network net, long seed) {
    net.initialize(seed, Device.cpu());
    float[] weights = net.parameters().get("weight").toFloatArray();
    net.close();
    return weights;
  }

  @Test
  void a_layer_in_two_places_learns_once() {
    Layer shared = Linear.of(3).withoutBias();
    try (var net = network(Sequential.of(shared, Activation.tanh(), shared));
        NDManager scope = NDManager.newBaseManager()) {
      net.initialize(0, Device.cpu());
      assertThat(net.parameters().keySet()).containsExactly("0.weight");
      NDArray weight = net.parameters().get("0.weight");
      float[] before = weight.toFloatArray();

      NDArray loss =
          Gradients.recording(() -> net.forward(scope.ones(new Shape(2, 3))).square().mean());
      NDList gradients = Gradients.of(loss, List.of(weight));
      float[] gradient = gradients.head().toFloatArray();
      net.learn(gradients, 0);

      float[] after = weight.toFloatArray();
      for (int i = 0; i < after.length; i++) {
        assertThat(after[i]).isCloseTo(before[i] - gradient[i], within(1e-6f));
      }
    }
  }

  @Test
  void a_model_of_djl_predicts_by_the_averaged_parameters_and_leaves_the_network_open()
      throws TranslateException {
    try (var net = network(Linear.of(2));
        NDManager scope = NDManager.newBaseManager()) {
      net.keepAverage(0.5);
      net.initialize(3, Device.cpu());
      var gradients = new NDList();
      net.parameters().values().forEach(p -> gradients.add(scope.ones(p.getShape())));
      net.learn(gradients, 0);
      NDArray x = scope.create(new float[] {1, -2, 3}, new Shape(1, 3));
      float[] expected = net.predict(x).toFloatArray();
      assertThat(net.forward(x).toFloatArray()).isNotEqualTo(expected);

      try (Model model = net.toModel();
          var predictor = model.newPredictor(new NoopTranslator())) {
        NDList result = predictor.predict(new NDList(x));
        assertThat(result.singletonOrThrow().toFloatArray()).isEqualTo(expected);
        result.close();
      }

      assertThat(net.predict(x).toFloatArray()).isEqualTo(expected);
    }
  }

  @Test
  void a_model_of_djl_needs_parameters() {
    try (var net = network(Linear.of(2))) {
      assertThatThrownBy(net::toModel)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("net: the parameters are not initialised");
    }
  }
}
