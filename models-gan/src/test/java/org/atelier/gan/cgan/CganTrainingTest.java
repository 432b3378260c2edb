package org.atelier.gan.cgan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CganTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        CganOptions.defaults()
            .withPicture(new PictureShape(1, 8, 12))
            .withNetworks(new CganNetworks(4, List.of(6, 8), List.of(6), 0.4))
            .withStabilisation(Stabilisation.none().withAverageDecay(0.9))
            .withClasses(3);
    TinyTraining.labelled(new Cgan(options), folder, Cgan::load);
  }
}
