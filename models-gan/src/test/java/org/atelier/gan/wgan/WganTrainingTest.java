package org.atelier.gan.wgan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WganTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        WganOptions.defaults()
            .withPicture(new PictureShape(1, 8, 12))
            .withNetworks(new PerceptronNetworks(4, List.of(6, 8), List.of(6)))
            .withStabilisation(Stabilisation.none().withAverageDecay(0.9));
    TinyTraining.images(new Wgan(options), folder, Wgan::load);
  }
}
