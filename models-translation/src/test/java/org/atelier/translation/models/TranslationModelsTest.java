package org.atelier.translation.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.ServiceLoader;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.network.Network;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.atelier.translation.stargan.StarGanOptions;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.fast.FastStyleOptions;
import org.junit.jupiter.api.Test;

class TranslationModelsTest {
  private static List<ModelType<?, ?>> found() {
    return ServiceLoader.load(ModelProvider.class).stream()
        .filter(provider -> provider.type().equals(TranslationModels.class))
        .flatMap(provider -> provider.get().models().stream())
        .toList();
  }

  @Test
  void the_service_loader_finds_all_models_by_their_names() {
    assertThat(found())
        .extracting(ModelType::name)
        .containsExactly("pix2pix", "cyclegan", "discogan", "stargan", "fast-style", "adain");
  }

  @Test
  void default_options_are_for_the_given_pictures() {
    var grey = PictureShape.grey(64);
    assertThat(found().stream().map(type -> type.defaults().of(grey, 4)).toList())
        .satisfiesExactly(
            options -> assertThat(((Pix2PixOptions) options).domains().a().channels()).isOne(),
            options -> assertThat(((CycleGanOptions) options).domains().b().height()).isEqualTo(64),
            options -> assertThat(((DiscoGanOptions) options).domains().b().channels()).isOne(),
            options -> {
              assertThat(((StarGanOptions) options).picture()).isEqualTo(grey);
              assertThat(((StarGanOptions) options).labelCount()).isEqualTo(4);
            },
            options -> assertThat(((FastStyleOptions) options).imageSize()).isEqualTo(64),
            options -> assertThat(((AdaInOptions) options).imageSize()).isEqualTo(64));
  }

  @Test
  void every_model_is_created_from_its_default_options() {
    for (ModelType<?, ?> type : found()) {
      try (GenerativeModel<?> model = created(type)) {
        assertThat(model).isInstanceOf(type.model());
        assertThat(model.options()).isInstanceOf(type.options());
      }
    }
  }

  private static <O extends Record, M extends GenerativeModel<?>> M created(ModelType<O, M> type) {
    return type.create(type.defaults().of(PictureShape.rgb(64), 2));
  }

  @Test
  void every_gan_names_its_discriminators_and_a_critic_does_not_saturate() {
    assertThat(found())
        .extracting(
            type -> {
              try (GenerativeModel<?> model = created(type)) {
                if (!(model instanceof Adversarial adversarial)) {
                  return "none";
                }
                return adversarial.discriminators().stream().map(Network::name).toList()
                    + " saturate: "
                    + adversarial.discriminatorsSaturate();
              }
            })
        .containsExactly(
            "[D] saturate: true",
            "[D_A, D_B] saturate: true",
            "[discriminator_A, discriminator_B] saturate: true",
            "[D] saturate: false",
            "none",
            "none");
  }

  @Test
  void pictures_that_do_not_fit_a_model_are_refused() {
    List<ModelType<?, ?>> models = found();
    assertThatThrownBy(() -> models.get(0).defaults().of(new PictureShape(3, 64, 32), 0))
        .hasMessageContaining("are for square pictures, but these have 32×64 pixels");
    assertThatThrownBy(() -> models.get(3).defaults().of(PictureShape.rgb(64), 0))
        .hasMessage("StarGAN expects labelled pictures, but these have no labels");
  }
}
