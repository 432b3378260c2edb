package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void alpha_is_laid_over_a_background() {
    var rgba = new Picture(4, 1, 3, new float[] {1, 1, 1, 0, 0, 0, -1, -1, -1, 1, 0, -1});

    var over = rgba.over(-1, 1, 0);

    assertThat(over.channels()).isEqualTo(3);
    assertThat(over.values()).containsExactly(1, 0, -1, 0, .5f, 1, -1, -.5f, 0);
    assertThat(new Picture(2, 1, 1, new float[] {-1, -1}).toRgb().values())
        .containsExactly(1, 1, 1);
    assertThatThrownBy(() -> rgba.over(1, 1)).hasMessageContaining("1 or 3 values, but got 2");
  }

  @Test
  void grey_is_repeated_and_colours_are_weighed_by_their_luma() {
    assertThat(new Picture(1, 1, 2, new float[] {-.5f, .25f}).toRgb().values())
        .containsExactly(-.5f, .25f, -.5f, .25f, -.5f, .25f);
    assertThat(new Picture(3, 1, 1, new float[] {1, -1, -1}).toGrey().values()[0])
        .isCloseTo(2 * .299f - 1, within(1e-6f));
  }

  @Test
  void is_cut_and_scaled_to_a_shape_with_its_channels() {
    // Three columns of which the middle one has the aspect, and no resizing is left to do.
    var wide = new Picture(1, 1, 3, new float[] {-1, .5f, 1});
    var large = new Picture(1, 2, 4, new float[] {9, -1, 0, 9, 9, 1, .5f, 9});

    assertThat(PictureShape.rgb(1).fit(wide).values()).containsExactly(.5f, .5f, .5f);
    assertThat(PictureShape.grey(1).fit(large).values()[0]).isCloseTo(.125f, within(1e-6f));
    assertThat(PictureShape.of(new Shape(3, 4, 5))).isEqualTo(new PictureShape(3, 4, 5));
    assertThatThrownBy(() -> PictureShape.of(new Shape(1, 3, 4, 5)))
        .hasMessageContaining("(C, H, W)");
    assertThatThrownBy(() -> wide.withChannels(2)).hasMessageContaining("1 (grey) or 3 (RGB)");
  }

  @Test
  void part_is_cut_out_and_bounds_are_checked() {
    var picture = new Picture(2, 2, 3, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

    assertThat(picture.crop(1, 1, 1, 2).values()).containsExactly(4, 5, 10, 11);
    assertThatThrownBy(() -> picture.crop(1, 2, 1, 2)).hasMessageContaining("1×2 pixels at row 1");
  }

  @Test
  void arrays_of_the_engine_come_and_go() {
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      var picture = new Picture(3, 2, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
      var array = picture.toArray(manager);

      assertThat(array.getShape()).isEqualTo(new Shape(3, 2, 2));
      assertThat(Picture.of(array)).isEqualTo(picture);
      int before = manager.getManagedArrays().size();
      assertThat(Picture.of(array.toType(DataType.INT32, true))).isEqualTo(picture);
      assertThat(manager.getManagedArrays()).hasSize(before + 1); // the INT32 array of this test
      assertThatThrownBy(() -> Picture.of(array.expandDims(0))).hasMessageContaining("fromBatch");
    }
  }

  @Test
  void batch_with_channels_last_strides_is_read_in_order() {
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      // (N, H, W, C) memory, seen as (N, C, H, W).
      var strided = manager.arange(24f).reshape(2, 2, 2, 3).transpose(0, 3, 1, 2);

      var pictures = Pictures.fromBatch(strided);

      assertThat(pictures).hasSize(2);
      assertThat(pictures.get(0).values()).containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
      assertThat(pictures.get(1).values()[0]).isEqualTo(12);
      assertThat(Pictures.fromBatch(Pictures.toBatch(pictures, manager))).isEqualTo(pictures);
      assertThat(Picture.of(strided.get(0))).isEqualTo(pictures.get(0));
    }
  }

  @Test
  void batch_of_different_shapes_is_refused() {
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      var pictures =
          List.of(new Picture(1, 1, 1, new float[1]), new Picture(1, 1, 2, new float[2]));

      assertThatThrownBy(() -> Pictures.toBatch(pictures, manager))
          .hasMessageContaining("number 1 is Picture[1×1×2]");
    }
  }
}
