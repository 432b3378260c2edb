package org.atelier.translation.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.atelier.image.Picture;
import org.junit.jupiter.api.Test;

class RegionsTest {
  /** The left columns white, the others black. */
  private static Picture halves(int height, int width, int white) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < white ? 1 : -1;
    }
    return new Picture(1, height, width, values);
  }

  @Test
  void each_colour_is_a_region() {
    Regions regions = Regions.of(halves(4, 6, 2));
    assertThat(regions.count()).isEqualTo(2);
    assertThat(regions.colour(0)).isEqualTo("#000000");
    assertThat(regions.colour(1)).isEqualTo("#ffffff");
    assertThat(regions.at(3, 1)).isEqualTo(1);
    assertThat(regions.at(3, 2)).isZero();
  }

  @Test
  void soft_edges_count_as_the_nearest_region() {
    Picture mask = halves(40, 60, 20);
    mask.values()[20] = 0.7f;
    mask.values()[21] = -0.7f;
    Regions regions = Regions.of(mask);
    assertThat(regions.count()).isEqualTo(2);
    assertThat(regions.at(0, 20)).isEqualTo(1);
    assertThat(regions.at(0, 21)).isZero();
  }

  @Test
  void shares_of_all_regions_sum_to_one() {
    Regions regions = Regions.of(halves(8, 10, 3));
    float[] white = regions.shares(1, 4, 5);
    float[] black = regions.shares(0, 4, 5);
    assertThat(white).startsWith(new float[] {1, 0.5f, 0, 0, 0}, Offset.offset(1e-6f));
    for (int i = 0; i < white.length; i++) {
      assertThat(white[i] + black[i]).isCloseTo(1, Offset.offset(1e-6f));
    }
  }

  @Test
  void regions_of_two_masks_belong_together_by_their_colours() {
    Regions content = Regions.of(halves(4, 6, 2));
    Regions style = Regions.of(halves(5, 5, 4));
    assertThat(style.colour(0)).isEqualTo("#ffffff");
    assertThat(content.in(style)).containsExactly(1, 0);
    Picture grey = new Picture(1, 5, 5, new float[25]);
    assertThatThrownBy(() -> content.in(Regions.of(grey)))
        .hasMessage(
            "The content's mask has a region of colour #000000, but the style's mask has only [#808080]; draw both with the same colours");
  }

  @Test
  void resizing_keeps_the_regions() {
    Regions regions = Regions.of(halves(4, 6, 2)).resized(2, 3);
    assertThat(regions).isEqualTo(Regions.of(halves(2, 3, 1)));
  }

  @Test
  void a_photograph_is_no_mask() {
    var values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 50f - 1;
    }
    assertThat(Regions.of(halves(3, 3, 0)).count()).isEqualTo(1);
    Picture many = new Picture(1, 10, 10, values);
    assertThat(Regions.of(many).count()).isLessThan(17);
    var colours = new float[3 * 64];
    for (int i = 0; i < 64; i++) {
      colours[i] = (i % 4) / 2f - 1;
      colours[64 + i] = (i / 4 % 4) / 2f - 1;
      colours[128 + i] = (i / 16) / 2f - 1;
    }
    assertThatThrownBy(() -> Regions.of(new Picture(3, 8, 8, colours)))
        .hasMessageContaining("at most 16 colours");
  }

  @Test
  void a_mask_of_another_size_is_refused() {
    Picture content = new Picture(3, 2, 2, new float[12]);
    assertThatThrownBy(() -> StyleContent.of(content).withRegions(Regions.of(halves(4, 6, 2))))
        .hasMessage(
            "Expected a mask of the content's size, 2×2 pixels (height × width), but got 4×6; resize the mask without smoothing");
  }
}
