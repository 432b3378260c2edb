package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.datasets.Faces.Attribute;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class FacesTest {
  @Test
  void the_splits_are_balanced() {
    var all = Faces.embedded();
    assertThat(all.size()).isEqualTo(3008);
    assertThat(counts(all.train())).containsOnly(78);
    assertThat(counts(all.test())).containsOnly(16);
    assertThatThrownBy(() -> all.train().test()).isInstanceOf(IllegalStateException.class);
    assertThat(all.train().fingerprint()).isNotEqualTo(all.test().fingerprint());
  }

  @Test
  void a_test_face_is_its_identity_and_its_combination() {
    var test = Faces.embedded().test();
    for (int i = 0; i < test.size(); i++) {
      assertThat(test.combination(i)).isEqualTo(i % 32);
      assertThat(test.identity(i)).isEqualTo(i / 32);
      assertThat(test.has(i, Attribute.GLASSES)).isEqualTo(i % 32 >= 16);
      assertThat(test.has(i, Attribute.SMILING)).isEqualTo(i % 2 == 1);
    }
    assertThat(Faces.embedded().train().identity(0)).isEqualTo(-1);
  }

  @Test
  void the_first_face_is_as_its_row_says() {
    var train = Faces.embedded().train();
    assertThat(train.has(0, Attribute.GLASSES)).isTrue();
    assertThat(train.has(0, Attribute.BEARD)).isFalse();
    assertThat(train.combination(0)).isEqualTo(0b10110);
  }

  @Test
  void attributes_are_told_as_ones_and_zeros() throws IOException {
    var faces = Faces.embedded();
    try (var manager = NDManager.newBaseManager()) {
      int[] chosen = {0, 5, 31};
      var batch = faces.withAttributes(16).load(chosen, CounterRandom.of(1)).toBatch(manager);
      float[] told = batch.conditions().toFloatArray();
      for (int i = 0; i < chosen.length; i++) {
        int combination = 0;
        for (int j = 0; j < 5; j++) {
          combination = 2 * combination + (int) told[5 * i + j];
        }
        assertThat(combination).isEqualTo(faces.combination(chosen[i]));
      }
    }
    assertThat(Faces.ATTRIBUTES.names())
        .containsExactly("glasses", "beard", "long hair", "light hair", "smiling");
  }

  @Test
  void batches_have_the_wanted_size_and_labels() throws IOException {
    var test = Faces.embedded().test();
    try (var manager = NDManager.newBaseManager()) {
      var indices = new int[] {0, 17, 511};
      var classes = test.labelled(64).load(indices, CounterRandom.of(1)).toBatch(manager);
      assertThat(classes.images().getShape().getShape()).containsExactly(3, 3, 64, 64);
      assertThat(classes.images().toFloatArray()[0]).isEqualTo(1);
      assertThat(classes.labels().toLongArray()).containsExactly(0, 17, 31);
      var smiling = test.labelled(32, Attribute.SMILING).load(indices, CounterRandom.of(1));
      assertThat(smiling.toBatch(manager).labels().toLongArray()).containsExactly(0, 1, 1);
    }
  }

  private static int[] counts(Faces faces) {
    var counts = new int[32];
    for (int i = 0; i < faces.size(); i++) {
      counts[faces.combination(i)]++;
    }
    return counts;
  }
}
