package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.metrics.sets.ClassifierScore;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.optim.Adam;
import org.junit.jupiter.api.Test;

class NetworkFeaturesTest {
  private static Network network(Layer layers, int channels) {
    return new Network("little", layers, Adam.of(1e-3, 0.9), new Shape(channels, 12, 8));
  }

  private static Layer classifier() {
    return Taps.of(
        Sequential.of(
            Conv2d.of(5, 3), Activation.relu(), Pool2d.max(2), Flatten.of(), Linear.of(7)),
        "2",
        "4");
  }

  @Test
  void should_give_a_classifiers_features_and_probabilities() {
    try (NDManager scope = NDManager.newBaseManager();
        Network network = network(classifier(), 1)) {
      network.initialize(3, Device.cpu());
      var features = new NetworkFeatures(network);
      assertThat(features.featureCount()).isEqualTo(5);
      assertThat(features.resizer())
          .isEqualTo("bilinear, antialiased, to 12×8, mean of the channels");

      NDArray pictures = scope.randomNormal(new Shape(4, 3, 20, 20));
      int before = scope.getManagedArrays().size();
      var found = features.features(pictures);
      assertThat(found.values().getShape()).isEqualTo(new Shape(4, 5));
      NDArray probabilities = found.probabilities().orElseThrow();
      assertThat(probabilities.getShape()).isEqualTo(new Shape(4, 7));
      assertThat(scope.getManagedArrays()).hasSize(before + 2);

      var score = new ClassifierScore(4, 1);
      score.add(probabilities);
      assertThat(score.result().mean()).isBetween(1.0, 7.0);
    }
  }

  @Test
  void should_have_the_hash_of_its_weights() {
    try (Network one = network(Conv2d.of(5, 3), 3);
        Network same = network(Conv2d.of(5, 3), 3);
        Network other = network(Conv2d.of(5, 3), 3)) {
      one.initialize(3, Device.cpu());
      same.initialize(3, Device.cpu());
      other.initialize(4, Device.cpu());
      String hash = new NetworkFeatures(one).hash();
      assertThat(hash).hasSize(64).isEqualTo(new NetworkFeatures(same).hash());
      assertThat(hash).isNotEqualTo(new NetworkFeatures(other).hash());
    }
  }

  @Test
  void should_refuse_what_gives_no_features() {
    try (Network untrained = network(classifier(), 3);
        Network two = network(classifier(), 2)) {
      assertThatThrownBy(() -> new NetworkFeatures(untrained))
          .hasMessageContaining("parameters of little are not initialised");
      assertThatThrownBy(() -> new NetworkFeatures(two))
          .hasMessageContaining("one input (1 or 3, H, W), but little takes [(2, 12, 8)]");
    }
  }
}
