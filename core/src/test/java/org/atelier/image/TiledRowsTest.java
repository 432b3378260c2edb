package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledRowsTest {
  /** Depends on the whole tile, as a network with instance norm does. */
  private static final NativeFunction CENTRED =
      NativeFunction.of("torch.sub(x, torch.mean(x))", "x");

  @ParameterizedTest
  @CsvSource({
    "83, 61, 32, 14, 4, 3",
    "83, 61, 32, 0, 1, 1",
    "33, 32, 16, 7, 1, 4",
    "17, 129, 16, 3, 8, 3",
    "1, 700, 16, 2, 1, 3",
    "700, 1, 16, 2, 4, 1",
    "96, 96, 32, 8, 32, 2",
    "40, 41, 20, 9, 3, 3"
  })
  void rows_of_tiles_give_the_sums_of_whole_planes_to_the_bit(
      int height, int width, int side, int overlap, int multiple, int channels) {
    Picture picture = noise(channels, height, width);
    var tiling = new Tiling(side, overlap);
    int inputs = channels < 3 ? 1 : 3;
    var transform =
        PictureTransform.of(Device.cpu(), inputs, CENTRED::apply)
            .withMultiple(multiple, multiple)
            .withTiling(tiling);

    Picture made = transform.apply(picture);

    assertThat(made).isEqualTo(inWholePlanes(picture, tiling, multiple, inputs));
  }

  /** The definition: sums and weights of the whole picture, then their quotients. */
  private static Picture inWholePlanes(Picture picture, Tiling tiling, int multiple, int inputs) {
    int height = (picture.height() + multiple - 1) / multiple * multiple;
    int width = (picture.width() + multiple - 1) / multiple * multiple;
    int cutTop = (height - picture.height()) / 2;
    int cutLeft = (width - picture.width()) / 2;
    Picture whole = picture.withChannels(inputs).cropReflected(-cutTop, -cutLeft, height, width);
    int side = Math.max(multiple, tiling.side() / multiple * multiple);
    int tall = Math.min(side, height);
    int wide = Math.min(side, width);
    var sum = new float[inputs * height * width];
    var weight = new float[height * width];
    for (int top : Tiling.starts(height, tall, tiling.overlap(), multiple)) {
      float[] rows = Tiling.weights(tall, tiling.overlap(), top == 0, top + tall == height);
      for (int left : Tiling.starts(width, wide, tiling.overlap(), multiple)) {
        float[] columns = Tiling.weights(wide, tiling.overlap(), left == 0, left + wide == width);
        var input = whole.crop(top, left, tall, wide);
        float[] tile = unclamped(input);
        for (int i = 0; i < tall * wide; i++) {
          int at = (top + i / wide) * width + left + i % wide;
          float share = rows[i / wide] * columns[i % wide];
          weight[at] += share;
          for (int c = 0; c < inputs; c++) {
            sum[c * height * width + at] += share * tile[c * tall * wide + i];
          }
        }
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weight[i % weight.length];
    }
    Picture cut =
        new Picture(inputs, height, width, sum)
            .crop(cutTop, cutLeft, picture.height(), picture.width());
    return FinishedRows.finish(cut, picture.hasAlpha() ? picture : null);
  }

  private static float[] unclamped(Picture tile) {
    try (var scope = ai.djl.ndarray.NDManager.newBaseManager()) {
      return CENTRED.apply(Pictures.toBatch(List.of(tile), scope)).toFloatArray();
    }
  }

  @Test
  void the_source_is_read_in_tiles_and_rows_come_in_bands() {
    Picture picture = noise(3, 300, 40);
    var sizes = new ArrayList<Integer>();
    var rows = new TiledRows(counting(picture, sizes), tile -> tile, 32, 8, 1);
    int seen = 0;
    while (seen < 300) {
      Picture band = rows.next();
      assertThat(band.height()).isBetween(1, 32);
      seen += band.height();
    }
    assertThat(sizes).containsOnly(32 * 32);
    assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
  }

  private static PictureRegions counting(Picture picture, List<Integer> sizes) {
    PictureRegions all = PictureRegions.of(picture);
    return new PictureRegions() {
      @Override
      public int channels() {
        return all.channels();
      }

      @Override
      public int height() {
        return all.height();
      }

      @Override
      public int width() {
        return all.width();
      }

      @Override
      public Picture region(int top, int left, int height, int width) {
        sizes.add(height * width);
        return all.region(top, left, height, width);
      }
    };
  }

  @Test
  void a_network_that_changes_the_size_of_tiles_is_refused() {
    var doubling =
        PictureTransform.of(Device.cpu(), 1, x -> x.repeat(2, 2)).withTiling(new Tiling(16, 4));
    assertThatThrownBy(() -> doubling.apply(noise(1, 40, 40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16×16 pixels, but its output has 32×16");
  }

  @Test
  void an_identity_of_tiles_is_the_picture_up_to_rounding() {
    Picture picture = noise(4, 50, 70);
    Picture made =
        PictureTransform.of(Device.cpu(), 3, NDArray::duplicate)
            .withTiling(new Tiling(16, 6))
            .apply(picture);
    assertThat(made.channels()).isEqualTo(4);
    for (int i = 3 * 3500; i < 4 * 3500; i++) {
      assertThat(made.values()[i]).isEqualTo(picture.values()[i]);
    }
  }

  private static Picture noise(int channels, int height, int width) {
    var random = CounterRandom.of(channels, height).fork(width);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new Picture(channels, height, width, values);
  }
}
