package org.atelier.vae.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.model.capability.Reconstructing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VaeModelsTest {
  static Stream<ModelType<?, ?>> found() {
    return ServiceLoader.load(ModelProvider.class).stream()
        .filter(provider -> provider.type() == VaeModels.class)
        .flatMap(provider -> provider.get().models().stream());
  }

  @Test
  void the_service_loader_finds_the_six_auto_encoders_in_order() {
    assertThat(found().map(ModelType::name))
        .containsExactly("vae", "beta-vae", "cvae", "iwae", "vq-vae", "vae-gan");
  }

  @ParameterizedTest
  @MethodSource("found")
  void every_model_is_built_for_the_shape_of_the_pictures(ModelType<?, ?> type) {
    try (GenerativeModel<?> model = build(type)) {
      assertThat(model).isInstanceOf(type.model());
      assertThat(model.options()).isInstanceOf(type.options());
      assertThat(((Reconstructing) model).pictureShape()).isEqualTo(new Shape(3, 24, 16));
    }
  }

  private static <O extends Record> GenerativeModel<?> build(ModelType<O, ?> type) {
    return type.create(type.defaults().of(new PictureShape(3, 24, 16), 5));
  }

  @Test
  void a_class_conditional_model_refuses_data_without_classes() {
    ModelType<?, ?> conditional =
        found().filter(type -> type.name().equals("cvae")).findFirst().orElseThrow();
    assertThatThrownBy(() -> conditional.defaults().of(PictureShape.grey(28), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected labelled pictures");
    assertThat(List.of(conditional.batch().getSimpleName())).containsExactly("LabelledImages");
  }
}
