package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.datasets.FashionMnist;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class BinarisedTest {
  private final TrainingData<Images> grey = FashionMnist.embedded().images(28);

  private float[] values(TrainingData<Images> data, long seed) throws IOException {
    var indices = new int[32];
    Arrays.setAll(indices, i -> i);
    try (NDManager scope = NDManager.newBaseManager()) {
      return data.load(indices, CounterRandom.of(seed)).toBatch(scope).images().toFloatArray();
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void drawn_pictures_are_white_as_often_as_they_are_bright() throws IOException {
    TrainingData<Images> drawn = Binarised.dynamically(grey);
    float[] once = values(drawn, 1);
    assertThat(once).containsOnly(-1, 1).isEqualTo(values(drawn, 1)).isNotEqualTo(values(drawn, 2));
    assertThat(mean(once)).isCloseTo(mean(values(grey, 1)), within(0.02));
    assertThat(drawn.size()).isEqualTo(grey.size());
    assertThat(drawn.fingerprint()).isEqualTo(grey.fingerprint() + ", drawn black or white");
  }

  @Test
  void cut_pictures_are_white_where_they_were_bright() throws IOException {
    TrainingData<Images> cut = Binarised.byThreshold(grey);
    float[] before = values(grey, 1);
    float[] after = values(cut, 1);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isEqualTo(before[i] >= 0 ? 1 : -1);
    }
    assertThat(cut.fingerprint()).isEqualTo(grey.fingerprint() + ", cut to black or white");
  }
}
