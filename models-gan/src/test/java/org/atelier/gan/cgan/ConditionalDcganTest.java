package org.atelier.gan.cgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.TinyTraining;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.Attributes;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Condition;
import org.atelier.model.condition.Conditions;
import org.atelier.model.condition.Numbers;
import org.atelier.model.condition.SpatialMap;
import org.atelier.model.objective.DiffAugment;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionalDcganTest {
  private static final int PICTURES = 12;
  private static final Numbers NUMBERS = Numbers.of(new Numbers.Range("brightness", 0, 10));

  @TempDir Path folder;

  @Test
  void loads_and_resumes_with_labels() throws IOException {
    var labels = new ClassLabels(3);
    train(labels, List.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2));
  }

  @Test
  void loads_and_resumes_with_attributes() throws IOException {
    var attributes = Attributes.of("a", "b");
    var values = new ArrayList<Set<String>>();
    for (int i = 0; i < PICTURES; i++) {
      values.add(i % 2 == 0 ? Set.of("a") : Set.of("a", "b"));
    }
    train(attributes, values);
  }

  @Test
  void loads_and_resumes_with_numbers() throws IOException {
    var values = new ArrayList<double[]>();
    for (int i = 0; i < PICTURES; i++) {
      values.add(new double[] {i % 11});
    }
    train(NUMBERS, values);
  }

  /** On rectangles; the model comes back with its options and gives what it is asked for. */
  private <V> void train(Condition<V> condition, List<V> values) throws IOException {
    var options =
        tiny(condition)
            .withPicture(new PictureShape(3, 8, 12))
            .withMismatched(.5)
            .withStabilisation(Stabilisation.none().withAverageDecay(.9));
    TinyTraining.batches(
        new ConditionalDcgan(options),
        images -> condition.join(images, values),
        folder,
        ConditionalDcgan::load);
    try (var loaded = ConditionalDcgan.load(folder.resolve("run"))) {
      float[] first = loaded.sample(1, 7, condition.always(values.get(0))).get(0).values();
      float[] second = loaded.sample(1, 7, condition.always(values.get(1))).get(0).values();
      assertThat(first).hasSize(3 * 8 * 12).isNotEqualTo(second);
    }
  }

  @Test
  void learns_from_labels() throws IOException {
    learnsBrightness(new ClassLabels(3), List.of(0, 1, 2), 0);
  }

  @Test
  void learns_from_attributes() throws IOException {
    learnsBrightness(
        Attributes.of("bright", "dark"), List.of(Set.of("dark"), Set.of(), Set.of("bright")), 0);
  }

  @Test
  void learns_from_numbers() throws IOException {
    learnsBrightness(NUMBERS, List.of(new double[] {0}, new double[] {5}, new double[] {10}), 0);
  }

  @Test
  void learns_with_mismatched_pairs() throws IOException {
    learnsBrightness(new ClassLabels(3), List.of(0, 1, 2), .5);
  }

  /** Pictures of the first condition are dark, of the second grey, of the third bright. */
  private <V> void learnsBrightness(Condition<V> condition, List<V> three, double mismatched)
      throws IOException {
    var values = new ArrayList<V>();
    var pictures = new ArrayList<float[]>();
    for (int i = 0; i < 66; i++) {
      values.add(three.get(i % 3));
      pictures.add(noise(.6f * (i % 3 - 1), i));
    }
    try (var gan = new ConditionalDcgan(tiny(condition).withMismatched(mismatched))) {
      learn(gan, condition.join(images(pictures), values));
      for (int i = 0; i < 3; i++) {
        assertThat(mean(gan.sample(16, 1, condition.always(three.get(i)))))
            .as("brightness with condition %s", i)
            .isCloseTo(.6 * (i - 1), within(.25));
      }
    }
  }

  @Test
  void a_map_says_where_pictures_are_bright() throws IOException {
    var map = SpatialMap.mask(8);
    var maps = new ArrayList<Picture>();
    var pictures = new ArrayList<float[]>();
    for (int i = 0; i < 64; i++) {
      Picture mask = half(i % 4);
      float[] noise = noise(0, i);
      for (int j = 0; j < noise.length; j++) {
        noise[j] += .6f * mask.values()[j];
      }
      maps.add(mask);
      pictures.add(noise);
    }
    try (var gan = new ConditionalDcgan(tiny(map))) {
      learn(gan, map.join(images(pictures), maps));
      for (int side = 0; side < 4; side++) {
        Picture asked = half(side);
        assertThat(agreement(gan.sample(8, 1, map.always(asked)), asked))
            .as("side %s", side)
            .isGreaterThan(.8);
      }
      assertThat(gan.sample(2, 1)).hasSize(2);
    }
  }

  @Test
  void fakes_are_asked_for_what_the_batch_has() {
    try (var gan = new ConditionalDcgan(tiny(NUMBERS))) {
      assertThat(gan.generator().inputShapes()).containsExactly(new Shape(4), new Shape(1));
      assertThat(gan.discriminator().inputShapes())
          .containsExactly(new Shape(1, 8, 8), new Shape(1));
      gan.initialize(0);
      Conditions wrong = SpatialMap.mask(8).always(half(0));
      assertThatThrownBy(() -> gan.sample(1, 1, wrong)).hasMessageContaining("generator");
    }
  }

  @Test
  void wrong_options_are_refused_in_words() {
    var options = ConditionalDcganOptions.defaults();
    assertThatThrownBy(() -> options.withCondition(SpatialMap.mask(16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A map must have the picture's height and width, 32 and 32, but had 16 and 16");
    assertThatThrownBy(() -> options.withPicture(PictureShape.grey(30)))
        .hasMessageContaining("multiples of 4");
    var moved = Stabilisation.none().withAugment(DiffAugment.defaults());
    assertThatThrownBy(() -> options.withCondition(SpatialMap.mask(32)).withStabilisation(moved))
        .hasMessageContaining("must not translate pictures");
    assertThatThrownBy(() -> options.withMismatched(1)).hasMessageContaining("mismatched");
  }

  private static ConditionalDcganOptions tiny(Condition<?> condition) {
    return ConditionalDcganOptions.defaults()
        .withPicture(PictureShape.grey(8))
        .withCondition(condition)
        .withNetworks(new ConditionalDcganNetworks(4, 8, 8))
        .withOptimizer(Adam.of(2e-3, 0.5));
  }

  private void learn(ConditionalDcgan gan, TrainingData<ConditionedImages> data)
      throws IOException {
    var training =
        TrainingOptions.defaults().withBatchSize(16).withSteps(200).withCheckpointEvery(200);
    new TrainingLoop<>(gan, data, training).run(folder.resolve("run"));
  }

  private static TrainingData<Images> images(List<float[]> pictures) {
    return InMemory.ofFloats(1, 8, 8, pictures).images(8);
  }

  private static float[] noise(float level, int seed) {
    float[] values = CounterRandom.of(5, seed).gaussians(64);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-.39f, Math.min(.39f, .1f * values[i])) + level;
    }
    return values;
  }

  /** 1 in the left, right, upper or lower half, and -1 in the other. */
  private static Picture half(int side) {
    var values = new float[64];
    for (int i = 0; i < 64; i++) {
      boolean first = (side < 2 ? i % 8 : i / 8) < 4;
      values[i] = first == (side % 2 == 0) ? 1 : -1;
    }
    return new Picture(1, 8, 8, values);
  }

  private static double mean(List<Picture> pictures) {
    double sum = 0;
    for (Picture picture : pictures) {
      for (float value : picture.values()) {
        sum += value / picture.values().length / pictures.size();
      }
    }
    return sum;
  }

  /** The share of pixels that have the sign that was asked for. */
  private static double agreement(List<Picture> pictures, Picture asked) {
    int right = 0;
    for (Picture picture : pictures) {
      for (int i = 0; i < 64; i++) {
        right += picture.values()[i] * asked.values()[i] > 0 ? 1 : 0;
      }
    }
    return right / 64.0 / pictures.size();
  }
}
