package org.atelier.vae.conditional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.LabelledBatch;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.TinyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionalVaeTest {
  private static final ConditionalVaeOptions OPTIONS =
      ConditionalVaeOptions.defaults().withAutoencoder(TinyTraining.options());

  @Test
  void a_short_training_lowers_the_bound_and_the_class_is_what_was_asked_for(@TempDir Path folder)
      throws IOException {
    try (var vae = new ConditionalVae(OPTIONS)) {
      Path run = folder.resolve("run");
      TinyTraining.train(vae, TinyTraining.data(), 60, run, "vae.reconstruction");
      try (ConditionalVae loaded = ConditionalVae.load(run)) {
        assertThat(loaded.options()).isEqualTo(vae.options());
        List<Picture> ones = loaded.sample(3, 5, 1);
        TinyTraining.assertSame(ones, vae.sample(3, 5, 1));
        TinyTraining.assertSame(List.of(ones.get(1)), List.of(loaded.sample(3, 5).get(1)));
        assertThat(ones.get(0)).isNotEqualTo(loaded.sample(3, 5, 2).get(0));
        List<Picture> pictures = TinyTraining.pictures(2);
        Conditions first = new ClassLabels(10).always(1);
        assertThat(loaded.reconstruct(pictures, first)).hasSize(2);
        assertThatThrownBy(() -> loaded.encode(pictures))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("such as new ClassLabels(classes).always(label)");
      }
    }
  }

  @Test
  void convolutions_are_conditioned_on_the_class_too() {
    var autoencoder =
        TinyTraining.options()
            .withArchitecture(AutoencoderArchitecture.convolutions(PictureShape.grey(16), 4));
    try (var vae = new ConditionalVae(OPTIONS.withAutoencoder(autoencoder))) {
      vae.initialize(2);
      assertThat(vae.sample(1, 3, 4)).isNotEqualTo(vae.sample(1, 3, 5));
    }
  }

  @Test
  void labels_out_of_range_are_refused_in_a_sentence() {
    try (var vae = new ConditionalVae(OPTIONS.withClasses(3));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(2);
      NDArray images = scope.zeros(new Shape(2, 1, 28, 28));
      var batch = new LabelledImages(images, scope.create(new long[] {0, 3}));
      var step = new Step<LabelledBatch>(0, batch, scope, CounterRandom.of(1));
      assertThatThrownBy(() -> vae.objective(step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Labels must be in [0, 2], as there are 3 classes, but one was 3");
      assertThatThrownBy(() -> vae.sample(1, 1, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("label must be in [0, 2], but was -1");
    }
    assertThatThrownBy(() -> OPTIONS.withClasses(0))
        .hasMessage("classes must be at least 1, but was 0");
  }
}
