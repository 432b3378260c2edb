package org.atelier.gan.acgan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.Gradients;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcGanTrainingTest {
  static Stream<AcGanNetworks> networks() {
    return Stream.of(AcGanNetworks.resizing(8, 0.25), AcGanNetworks.strided(4, 6));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(
      AcGanNetworks networks, @TempDir Path folder) throws IOException {
    var options =
        AcGanOptions.defaults()
            .withPicture(new PictureShape(3, 20, 28))
            .withNetworks(networks.withLatentSize(4))
            .withClasses(3);
    TinyTraining.labelled(new AcGan(options), folder, AcGan::load);
  }

  @Test
  void a_classifier_may_learn_from_real_pictures_alone() {
    assertThat(discriminatorTerms(0)).isEqualTo(Set.of("real", "real class", "fake"));
    assertThat(discriminatorTerms(1)).isEqualTo(Set.of("real", "real class", "fake", "fake class"));
  }

  private static Set<String> discriminatorTerms(double fakeClassWeight) {
    var options =
        AcGanOptions.defaults()
            .withPicture(PictureShape.grey(8))
            .withNetworks(AcGanNetworks.strided(2, 2))
            .withFakeClassWeight(fakeClassWeight);
    try (var gan = new AcGan(options);
        var scope = NDManager.newBaseManager("PyTorch")) {
      gan.initialize(0);
      var batch =
          new LabelledImages(scope.ones(new Shape(2, 1, 8, 8)), scope.create(new long[] {1, 2}));
      var step = new Step<>(0, batch, scope, CounterRandom.of(0));
      return Gradients.recording(() -> gan.discriminatorObjective(step)).metrics().keySet();
    }
  }
}
