package org.atelier.benchmarks.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.benchmarks.experiments.VaeRecipe.Binarisation;
import org.atelier.datasets.FashionMnist;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VaeRecipeTest {
  @Test
  void an_unknown_model_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> VaeRecipe.named("gpt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a model out of [vae, iwae], but got gpt");
  }

  @ParameterizedTest
  @EnumSource
  void the_likelihood_takes_what_is_learnt_from(Binarisation binarised) throws IOException {
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      var pictures =
          binarised
              .of(FashionMnist.embedded())
              .load(new int[] {0, 1, 2, 3}, CounterRandom.of(0))
              .toBatch(manager);

      VaeRecipe.networks().likelihood().expectSupport(pictures.images());
      assertThat(pictures.images().mean().getFloat()).isBetween(-0.99f, 0.99f);
    }
  }
}
