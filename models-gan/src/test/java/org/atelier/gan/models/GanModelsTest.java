package org.atelier.gan.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.ServiceLoader;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.model.capability.ClassConditional;
import org.junit.jupiter.api.Test;

class GanModelsTest {
  private static final List<String> CLASS_CONDITIONAL =
      List.of("cgan", "acgan", "projection", "cdcgan");

  private static List<ModelType<?, ?>> found() {
    return ServiceLoader.load(ModelProvider.class).stream()
        .filter(provider -> provider.type().equals(GanModels.class))
        .map(ServiceLoader.Provider::get)
        .flatMap(provider -> provider.models().stream())
        .toList();
  }

  @Test
  void the_service_loader_finds_every_gan_by_name() {
    assertThat(found())
        .extracting(ModelType::name)
        .containsExactly(
            "gan",
            "dcgan",
            "lsgan",
            "wgan",
            "wgan-gp",
            "sngan",
            "cgan",
            "acgan",
            "projection",
            "sgan",
            "cdcgan");
  }

  @Test
  void each_type_creates_its_model_for_the_pictures_and_classes_of_the_data() {
    var pictures = new PictureShape(3, 16, 24);
    for (ModelType<?, ?> type : found()) {
      try (GenerativeModel<?> model = create(type, pictures, 5)) {
        assertThat(model).as(type.name()).isInstanceOf(type.model());
        assertThat(model.options()).isInstanceOf(type.options());
        assertThat(((Gan<?>) model).pictureShape()).isEqualTo(pictures.shape());
        int classes = ClassConditional.of(model).map(ClassConditional::classes).orElse(0);
        assertThat(classes).isEqualTo(CLASS_CONDITIONAL.contains(type.name()) ? 5 : 0);
      }
    }
  }

  @Test
  void class_conditional_models_refuse_data_without_classes() {
    var pictures = PictureShape.grey(28);
    for (ModelType<?, ?> type : found()) {
      if (CLASS_CONDITIONAL.contains(type.name())) {
        assertThatThrownBy(() -> type.defaults().of(pictures, 0))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("classes must be at least 1, but was 0");
      }
    }
  }

  private static <O extends Record> GenerativeModel<?> create(
      ModelType<O, ?> type, PictureShape pictures, int classes) {
    return type.create(type.defaults().of(pictures, classes));
  }
}
