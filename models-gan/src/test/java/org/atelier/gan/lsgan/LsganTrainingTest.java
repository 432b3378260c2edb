package org.atelier.gan.lsgan;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.gan.ResizeNetworks;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LsganTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        LsganOptions.defaults()
            .withPicture(new PictureShape(3, 20, 28))
            .withNetworks(ResizeNetworks.defaults().withLatentSize(4).withFilters(8));
    TinyTraining.images(new Lsgan(options), folder, Lsgan::load);
  }
}
