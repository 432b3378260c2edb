package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureGridTest {
  @Test
  void pictures_are_laid_out_row_by_row() {
    var grid = new PictureGrid(2, 1, -1, 0);

    var picture = grid.arrange(List.of(grey(.1f), grey(.2f), grey(.3f)));

    assertThat(picture.channels()).isEqualTo(1);
    assertThat(picture.height()).isEqualTo(5);
    assertThat(picture.width()).isEqualTo(7);
    assertThat(picture.values())
        .containsExactly(
            -1, -1, -1, -1, -1, -1, -1, //
            -1, .1f, .1f, -1, .2f, .2f, -1, //
            -1, -1, -1, -1, -1, -1, -1, //
            -1, .3f, .3f, -1, -1, -1, -1, //
            -1, -1, -1, -1, -1, -1, -1);
  }

  @Test
  void default_is_near_square() {
    var pictures = IntStream.range(0, 10).mapToObj(i -> grey(0)).toList();

    var picture = PictureGrid.defaults().withPadding(0).arrange(pictures);

    assertThat(picture.width()).isEqualTo(4 * 2);
    assertThat(picture.height()).isEqualTo(3);
  }

  @Test
  void grey_among_colours_is_turned_to_rgb_and_alpha_laid_over_the_background() {
    var red = new Picture(3, 1, 2, new float[] {1, 1, -1, -1, -1, -1});
    var invisible = new Picture(2, 1, 2, new float[] {0, 0, -1, -1});

    var picture = new PictureGrid(3, 0, .5f, 0).arrange(List.of(grey(0), red, invisible));

    assertThat(picture.channels()).isEqualTo(3);
    assertThat(picture.values())
        .containsExactly(0, 0, 1, 1, .5f, .5f, 0, 0, -1, -1, .5f, .5f, 0, 0, -1, -1, .5f, .5f);
  }

  @Test
  void different_sizes_and_no_pictures_are_refused() {
    var other = new Picture(1, 2, 2, new float[4]);

    assertThatThrownBy(() -> PictureGrid.defaults().arrange(List.of(grey(0), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("number 0 has 1×2 pixels and number 1 has 2×2");
    assertThatThrownBy(() -> PictureGrid.defaults().arrange(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PictureGrid.defaults().withPadding(-1))
        .hasMessage("padding must be at least 0, but was -1");
  }

  private static Picture grey(float value) {
    return new Picture(1, 1, 2, new float[] {value, value});
  }

  @Test
  void small_pictures_are_shown_larger_by_whole_pixels() {
    var rgb = new Picture(3, 1, 2, new float[] {-1, 0, .1f, .2f, .3f, .4f});
    var grid = PictureGrid.defaults().withPadding(0).withLeastSize(2).arrange(List.of(rgb));
    assertThat(grid.height()).isEqualTo(2);
    assertThat(grid.width()).isEqualTo(4);
    assertThat(grid.values())
        .containsExactly(
            -1, -1, 0, 0, -1, -1, 0, 0, .1f, .1f, .2f, .2f, .1f, .1f, .2f, .2f, .3f, .3f, .4f, .4f,
            .3f, .3f, .4f, .4f);
    var large = PictureGrid.defaults().withPadding(0).withLeastSize(1).arrange(List.of(rgb));
    assertThat(large).isEqualTo(rgb);
  }
}
