package org.atelier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.model.capability.ClassConditional;
import org.junit.jupiter.api.Test;

class ClassGridTest {
  /** Pictures of one pixel that say seed, number and label. */
  private static final ClassConditional MODEL =
      new ClassConditional() {
        @Override
        public int classes() {
          return 3;
        }

        @Override
        public List<Picture> sample(int count, long seed, int label) {
          var pictures = new ArrayList<Picture>();
          for (int n = 0; n < count; n++) {
            pictures.add(new Picture(1, 1, 1, new float[] {seed * 100 + n * 10 + label}));
          }
          return pictures;
        }
      };

  private static final ClassGrid GRID =
      ClassGrid.defaults()
          .withColumns(2)
          .withSeed(4)
          .withGrid(PictureGrid.defaults().withPadding(0).withColumns(5));

  @Test
  void a_row_is_a_class_and_a_column_a_latent() {
    assertThat(GRID.of(MODEL))
        .isEqualTo(new Picture(1, 3, 2, new float[] {400, 410, 401, 411, 402, 412}));
    assertThat(GRID.of(MODEL, 2, 0))
        .isEqualTo(new Picture(1, 2, 2, new float[] {402, 412, 400, 410}));
  }

  @Test
  void a_grid_without_pictures_is_refused() {
    assertThatThrownBy(() -> GRID.withColumns(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns must be at least 1, but was 0");
    assertThatThrownBy(() -> GRID.of(MODEL, new int[0]))
        .hasMessage("Expected at least one label, but got none");
  }
}
