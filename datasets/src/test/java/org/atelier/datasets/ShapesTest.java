package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static final Shapes SHAPES = Shapes.of(500, 3);

  @Test
  void every_shape_is_measured_where_it_was_drawn() {
    double distance = 0;
    double error = 0;
    for (int i = 0; i < SHAPES.size(); i++) {
      Shapes.Place drawn = SHAPES.place(i);
      Shapes.Place measured = ShapeMeasure.place(SHAPES.picture(i)).orElseThrow();
      assertThat(measured.distance(drawn)).as("shape %s", i).isLessThan(.4);
      assertThat(measured.radius()).as("shape %s", i).isCloseTo(drawn.radius(), within(.4));
      distance += measured.distance(drawn) / SHAPES.size();
      error += (measured.radius() - drawn.radius()) / SHAPES.size();
    }
    // On the average far less than a pixel, and no larger or smaller than it was drawn.
    assertThat(distance).isLessThan(.15);
    assertThat(error).isCloseTo(0, within(.05));
  }

  @Test
  void a_mask_is_where_its_picture_is_bright() {
    for (int i = 0; i < SHAPES.size(); i++) {
      Picture mask = SHAPES.mask(i);
      assertThat(mask.values()[0]).isEqualTo(-1);
      assertThat(ShapeMeasure.overlap(mask, mask)).isEqualTo(1);
      assertThat(ShapeMeasure.overlap(SHAPES.picture(i), mask)).isGreaterThan(.75);
      assertThat(ShapeMeasure.place(mask).orElseThrow().distance(SHAPES.place(i))).isLessThan(.4);
    }
  }

  @Test
  void places_fill_their_ranges_and_shapes_stay_inside() {
    double[] least = {99, 99, 99};
    double[] most = new double[3];
    for (int i = 0; i < SHAPES.size(); i++) {
      double[] place = SHAPES.place(i).numbers();
      Shapes.PLACE.encode(place); // Refuses what is out of range.
      for (int j = 0; j < 3; j++) {
        least[j] = Math.min(least[j], place[j]);
        most[j] = Math.max(most[j], place[j]);
      }
      float[] mask = SHAPES.mask(i).values();
      for (int j = 0; j < Shapes.SIZE; j++) {
        assertThat(mask[j]).isEqualTo(-1);
        assertThat(mask[j * Shapes.SIZE]).isEqualTo(-1);
      }
    }
    for (int j = 0; j < 3; j++) {
      var range = Shapes.PLACE.ranges().get(j);
      double width = range.to() - range.from();
      assertThat(least[j]).isCloseTo(range.from(), within(width / 20));
      assertThat(most[j]).isCloseTo(range.to(), within(width / 20));
    }
  }

  @Test
  void the_measure_finds_the_largest_region_and_compares_all_bright_pixels() {
    var picture = new Picture(1, 6, 8, new float[48]);
    Arrays.fill(picture.values(), -1);
    assertThat(ShapeMeasure.place(picture)).isEmpty();
    // Two pixels in the upper right corner, which a row below the edge must not reach.
    picture.values()[6] = 1;
    picture.values()[7] = 1;
    // Three by two pixels at column 0, row 3.
    for (int i : new int[] {24, 25, 32, 33, 40, 41}) {
      picture.values()[i] = .5f;
    }
    Shapes.Place place = ShapeMeasure.place(picture).orElseThrow();
    assertThat(place.x()).isEqualTo(1);
    assertThat(place.y()).isEqualTo(4.5);
    assertThat(Math.PI * place.radius() * place.radius()).isCloseTo(6, within(1e-9));
    var half = new Picture(1, 6, 8, picture.values().clone());
    Arrays.fill(half.values(), 24, 48, -1);
    assertThat(ShapeMeasure.overlap(picture, half)).isEqualTo(2 / 8.);
    assertThatThrownBy(() -> ShapeMeasure.overlap(picture, SHAPES.mask(0)))
        .hasMessage("Expected a picture and a mask of one size, but got 8×6 and 32×32");
    assertThatThrownBy(() -> ShapeMeasure.place(new Picture(3, 1, 1, new float[3])))
        .hasMessage("Expected a grey picture, but got one of 3 channels");
  }

  @Test
  void a_picture_is_a_function_of_seed_and_number() {
    var more = Shapes.of(1000, 3);
    assertThat(more.picture(17).values()).isEqualTo(SHAPES.picture(17).values());
    assertThat(Shapes.of(1000, 4).picture(17).values()).isNotEqualTo(SHAPES.picture(17).values());
    assertThat(more.fingerprint()).isNotEqualTo(SHAPES.fingerprint());
    assertThatThrownBy(() -> SHAPES.picture(500)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Shapes.of(0, 0)).hasMessage("count must be at least 1, but was 0");
  }

  @Test
  void places_and_masks_are_told_with_their_pictures() throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      int[] chosen = {7, 2};
      var placed = SHAPES.placed().load(chosen, CounterRandom.of(1)).toBatch(manager);
      var masked = SHAPES.masked().load(chosen, CounterRandom.of(1)).toBatch(manager);
      assertThat(placed.images().getShape()).isEqualTo(new Shape(2, 1, 32, 32));
      assertThat(placed.conditions().get(1).toFloatArray())
          .containsExactly(Shapes.PLACE.encode(SHAPES.place(2).numbers()));
      assertThat(masked.images().toFloatArray()).isEqualTo(placed.images().toFloatArray());
      assertThat(masked.conditions().get(0).toFloatArray())
          .containsExactly(SHAPES.mask(7).values());
    }
  }
}
