package org.atelier.gan.acgan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
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
            .withLatentSize(4)
            .withNetworks(networks)
            .withClasses(3);
    TinyTraining.labelled(new AcGan(options), folder, AcGan::load);
  }
}
