package org.atelier.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atelier.cli.command.UsageException;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
  @Test
  void every_kind_of_this_library_is_found() {
    assertThat(ModelCatalog.all().stream().map(ModelType::name))
        .contains("gan", "dcgan", "vae", "vq-vae", "pix2pix", "stargan");
  }

  @Test
  void two_kinds_of_one_name_are_refused() {
    ModelType<?, ?> dcgan = ModelCatalog.named("dcgan").orElseThrow();
    ModelProvider again = () -> List.of(dcgan);

    assertThatThrownBy(() -> ModelCatalog.find(List.of(again, again)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("called dcgan");
  }

  @Test
  void what_a_provider_throws_becomes_one_sentence() {
    ModelProvider throwing =
        () -> {
          throw new IllegalStateException("boom");
        };

    assertThatThrownBy(() -> ModelCatalog.find(List.of(throwing)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "A provider of models on the class path cannot be used: boom; check the jars of ATELIER_CLASSPATH");
  }
}
