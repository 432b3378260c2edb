package org.atelier.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.image.Picture;
import org.atelier.model.condition.Numbers.Range;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** What models are told of pictures: the values of every kind, and the words that refuse others. */
class ConditionTest {
  private static final Numbers PLACE =
      Numbers.of(new Range("x", 0, 32), new Range("temperature", -10, 10));

  private static final Attributes LOOKS = Attributes.of("glasses", "beard", "smiling");
  private static final SpatialMap MASK = SpatialMap.mask(4);

  @Test
  void numbers_are_scaled_from_their_ranges() {
    assertThat(PLACE.encode(new double[] {8, 10})).containsExactly(-.5f, 1);
    assertThat(PLACE.shape()).isEqualTo(new Shape(2));
    assertThatThrownBy(() -> PLACE.encode(new double[] {33, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x must be in [0.0, 32.0], but was 33.0");
    assertThatThrownBy(() -> PLACE.encode(new double[] {1, Double.NaN}))
        .hasMessage("temperature must be in [-10.0, 10.0], but was NaN");
    assertThatThrownBy(() -> PLACE.always(1))
        .hasMessage("Expected the numbers [x, temperature], but got [1.0]");
    assertThatThrownBy(() -> new Range("x", 2, 2))
        .hasMessage(
            "The range of x must be two finite numbers, the second greater than the first, but was 2.0 to 2.0");
    assertThatThrownBy(() -> new Numbers(List.of())).hasMessageContaining("at least one range");
  }

  @Test
  void attributes_are_ones_and_zeros() {
    assertThat(LOOKS.encode(Set.of("smiling", "glasses"))).containsExactly(1, 0, 1);
    assertThat(LOOKS.encode(Set.of())).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> LOOKS.always("hat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected attributes out of [glasses, beard, smiling], but got [hat]");
    assertThatThrownBy(() -> Attributes.of("a", "a")).hasMessageContaining("no name twice");
    assertThatThrownBy(Attributes::of).hasMessageContaining("at least one attribute");
  }

  @Test
  void maps_have_one_shape_and_the_range_of_pictures() {
    assertThat(MASK.encode(new Picture(1, 4, 4, new float[16]))).hasSize(16);
    assertThatThrownBy(() -> MASK.always(new Picture(1, 4, 5, new float[20])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a map of the shape 1×4×4 (C, H, W), but got 1×4×5");
    var bytes = new float[16];
    bytes[3] = 255;
    assertThatThrownBy(() -> MASK.always(new Picture(1, 4, 4, bytes)))
        .hasMessage("A map's values must be in [-1, 1], but one was 255.0");
  }

  @Test
  void labels_are_int64_and_the_others_float32() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray labels = ask(new ClassLabels(3).inTurn(List.of(2, 0)), scope, 1, 3);
      assertThat(labels.getDataType()).isEqualTo(DataType.INT64);
      assertThat(labels.toLongArray()).containsExactly(0, 2, 0);
      NDArray numbers = ask(PLACE.always(16, -10), scope, 5, 2);
      assertThat(numbers.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(numbers.getShape()).isEqualTo(new Shape(2, 2));
      assertThat(numbers.toFloatArray()).containsExactly(0, -1, 0, -1);
      NDArray maps = ask(MASK.always(new Picture(1, 4, 4, new float[16])), scope, 0, 3);
      assertThat(maps.getShape()).isEqualTo(new Shape(3, 1, 4, 4));
    }
    assertThatThrownBy(() -> PLACE.inTurn(List.of())).hasMessageContaining("at least one value");
  }

  @Test
  void a_variety_does_not_depend_on_how_many_are_made_at_once() {
    try (NDManager scope = NDManager.newBaseManager()) {
      for (Condition<?> condition :
          List.of(new ClassLabels(3), LOOKS, PLACE, MASK, new SpatialMap(2, 1, 7))) {
        float[] all = floats(ask(condition.various(), scope, 0, 40));
        float[] some = floats(ask(condition.various(), scope, 30, 10));
        int each = all.length / 40;
        for (int i = 0; i < some.length; i++) {
          assertThat(some[i]).isEqualTo(all[30 * each + i]);
        }
      }
      float[] looks = ask(LOOKS.various(), scope, 0, 8).toFloatArray();
      assertThat(IntStream.range(0, 8).map(i -> (int) (4 * looks[3 * i] + 2 * looks[3 * i + 1])))
          .containsExactly(0, 0, 2, 2, 4, 4, 6, 6);
      float[] numbers = ask(PLACE.various(), scope, 0, 400).toFloatArray();
      double least = IntStream.range(0, 800).mapToDouble(i -> numbers[i]).min().orElseThrow();
      double most = IntStream.range(0, 800).mapToDouble(i -> numbers[i]).max().orElseThrow();
      assertThat(least).isBetween(-1.0, -.98);
      assertThat(most).isBetween(.98, 1.0);
    }
  }

  @Test
  void training_data_tells_the_value_of_every_picture() throws IOException {
    var data = PLACE.join(pictures(), List.of(new double[] {0, 0}, new double[] {32, 5}));
    try (NDManager scope = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {1, 0, 1}, CounterRandom.of(1)).toBatch(scope);
      assertThat(batch.images().getShape()).isEqualTo(new Shape(3, 1, 4, 4));
      assertThat(batch.conditions().toFloatArray()).containsExactly(1, .5f, -1, 0, 1, .5f);
    }
    var other = PLACE.join(pictures(), List.of(new double[] {0, 0}, new double[] {32, 6}));
    assertThat(data.fingerprint())
        .startsWith(pictures().fingerprint())
        .isNotEqualTo(other.fingerprint());
    assertThatThrownBy(() -> PLACE.join(pictures(), List.of(new double[] {0, 0})))
        .hasMessage("Expected one condition for each of the 2 pictures, but got 1");
    assertThatThrownBy(() -> LOOKS.join(pictures(), List.of(Set.of(), Set.of("hat"))))
        .hasMessageStartingWith("Picture 1: Expected attributes out of");
  }

  @Test
  void maps_are_cropped_and_flipped_as_their_pictures() throws IOException {
    var values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = i / 64f;
    }
    var source = InMemory.of(List.of(new Picture(1, 8, 8, values)));
    var moved =
        ImageOptions.defaults()
            .withSize(4)
            .withChannels(1)
            .withAugmentation(Augmentation.none().withFlip(true).withPad(2).withEnlargeBy(3));
    var data = MASK.join(source.images(moved), source.images(moved));
    try (NDManager scope = NDManager.newBaseManager()) {
      for (int i = 0; i < 20; i++) {
        var batch = data.load(new int[] {0, 0}, CounterRandom.of(i)).toBatch(scope);
        assertThat(batch.conditions().toFloatArray()).isEqualTo(batch.images().toFloatArray());
      }
    }
    var larger = MASK.join(source.images(moved), source.images(moved.withSize(8)));
    try (NDManager scope = NDManager.newBaseManager()) {
      var loaded = larger.load(new int[] {0}, CounterRandom.of(0));
      assertThatThrownBy(() -> loaded.toBatch(scope))
          .hasMessage("Expected maps of the shape (C, H, W) = (1, 4, 4), but got (1, 8, 8)");
    }
  }

  private static NDArray ask(Conditions conditions, NDManager scope, int from, int count) {
    return conditions.of(scope, from, count).singletonOrThrow();
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }

  private static TrainingData<Images> pictures() {
    return InMemory.ofBytes(1, 4, 4, List.of(new byte[16], new byte[16])).images(4);
  }
}
