package org.atelier.benchmarks.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.LabelledImages;
import org.atelier.datasets.FashionMnist;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class RecipeTest {
  @Test
  void an_unknown_model_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> Recipe.named("gpt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dcgan")
        .hasMessageContaining("gpt");
  }

  @Test
  void names_are_unique() {
    assertThat(Recipe.ALL).extracting(Recipe::name).doesNotHaveDuplicates();
  }

  @Test
  void few_labels_are_as_many_of_each_class() throws IOException {
    TrainingData<LabelledImages> few = FewLabels.labelled(FashionMnist.embedded(), 30, 4);

    try (var manager = NDManager.newBaseManager("PyTorch")) {
      int[] all = IntStream.range(0, few.size()).toArray();
      long[] labels = few.load(all, CounterRandom.of(0)).toBatch(manager).labels().toLongArray();
      for (int c = 0; c < 10; c++) {
        long label = c;
        assertThat(Arrays.stream(labels).filter(l -> l == label)).hasSize(3);
      }
    }
  }

  @Test
  void another_seed_chooses_other_pictures() {
    FashionMnist clothes = FashionMnist.embedded();

    assertThat(FewLabels.labelled(clothes, 30, 4).fingerprint())
        .isEqualTo(FewLabels.labelled(clothes, 30, 4).fingerprint())
        .isNotEqualTo(FewLabels.labelled(clothes, 30, 5).fingerprint());
  }

  @Test
  void the_number_of_labels_must_be_shared_by_the_classes() {
    assertThatThrownBy(() -> FewLabels.labelled(FashionMnist.embedded(), 35, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 10, but was 35");
  }
}
