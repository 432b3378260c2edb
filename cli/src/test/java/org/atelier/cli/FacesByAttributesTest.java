package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.atelier.datasets.Faces;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five attributes of every face are told, and faces are asked for by attributes. */
class FacesByAttributesTest {
  @Test
  void a_model_learns_faces_with_attributes_and_is_asked_for_them(@TempDir Path temp)
      throws IOException {
    var options =
        ConditionalDcganOptions.defaults()
            .withPicture(PictureShape.rgb(16))
            .withCondition(Faces.ATTRIBUTES)
            .withNetworks(new ConditionalDcganNetworks(8, 4, 4));
    try (var gan = new ConditionalDcgan(options)) {
      var training =
          TrainingOptions.defaults().withBatchSize(8).withSteps(6).withCheckpointEvery(6);
      new TrainingLoop<>(gan, Faces.embedded().train().withAttributes(16), training)
          .run(temp.resolve("run"));
    }
    try (var gan = ConditionalDcgan.load(temp.resolve("run"))) {
      assertThat(gan.options()).isEqualTo(options);
      var bearded = gan.sample(2, 3, Faces.ATTRIBUTES.always("beard", "glasses"));
      assertThat(bearded).hasSize(2).allMatch(face -> face.channels() == 3 && face.width() == 16);
      assertThat(bearded.get(0).values())
          .isNotEqualTo(gan.sample(1, 3, Faces.ATTRIBUTES.always(Set.of())).get(0).values());
      assertThatThrownBy(() -> Faces.ATTRIBUTES.always("hat"))
          .hasMessage(
              "Expected attributes out of [glasses, beard, long hair, light hair, smiling], but got [hat]");
    }
  }
}
