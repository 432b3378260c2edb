package org.atelier.gan.acgan;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.gan.TinyTraining;
import org.atelier.image.PictureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcGanTrainingTest {
  @Test
  void a_trained_model_is_loaded_with_its_options_and_samples_the_same(@TempDir Path folder)
      throws IOException {
    var options =
        AcGanOptions.defaults()
            .withPicture(new PictureShape(3, 20, 28))
            .withLatentSize(4)
            .withFilters(8)
            .withClasses(3);
    TinyTraining.labelled(new AcGan(options), folder, AcGan::load);
  }
}
