package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTransformTest {
  private static final PictureTransform NEGATIVE =
      PictureTransform.of(Device.cpu(), 3, NDArray::neg);

  /** The mean of 5×5 pixels, mirrored at the borders. */
  private static final NativeFunction BLUR =
      NativeFunction.of(
          "torch.avg_pool2d(torch.pad(x, [2, 2, 2, 2], \"reflect\"), [5, 5], [1, 1], [0, 0], False,"
              + " True, None)",
          "x");

  @TempDir Path folder;

  @Test
  void sides_are_filled_up_to_a_multiple_by_mirrored_pixels_and_cut_back() {
    var seen = new ArrayList<NDArray>();
    try (NDManager scope = NDManager.newBaseManager()) {
      var transform =
          PictureTransform.of(
                  Device.cpu(),
                  3,
                  batch -> {
                    seen.add(Layout.copyOf(batch, scope));
                    return batch.neg();
                  })
              .withMultiple(8, 20);
      int[][] sizes = {{1, 1}, {3, 50}, {24, 24}, {25, 23}};
      int[][] filled = {{24, 24}, {24, 56}, {24, 24}, {32, 24}};
      for (int i = 0; i < sizes.length; i++) {
        Picture picture = noise(3, sizes[i][0], sizes[i][1]);
        Picture made = transform.apply(picture);
        assertThat(made.height()).isEqualTo(sizes[i][0]);
        assertThat(made.width()).isEqualTo(sizes[i][1]);
        expectNegative(made, picture);
        assertThat(seen).hasSize(i + 1);
        expectMirrored(seen.get(i), picture, filled[i][0], filled[i][1]);
      }
    }
  }

  /** Every pixel is the picture's, in the middle, or that behind the mirrors around it. */
  private static void expectMirrored(NDArray seen, Picture picture, int height, int width) {
    assertThat(seen.getShape()).isEqualTo(new Shape(1, 3, height, width));
    int top = (height - picture.height()) / 2;
    int left = (width - picture.width()) / 2;
    var expected = new float[3 * height * width];
    for (int i = 0; i < expected.length; i++) {
      int y = bounced(i / width % height - top, picture.height());
      int x = bounced(i % width - left, picture.width());
      int plane = i / (height * width) * picture.height();
      expected[i] = picture.values()[(plane + y) * picture.width() + x];
    }
    assertThat(seen.toFloatArray()).isEqualTo(expected);
  }

  /** A place on a line between two mirrors, which are its outermost pixels. */
  private static int bounced(int at, int length) {
    int place = at;
    while (length > 1 && (place < 0 || place >= length)) {
      place = place < 0 ? -place : 2 * (length - 1) - place;
    }
    return length == 1 ? 0 : place;
  }

  @Test
  void tiles_leave_no_seam_where_a_network_sees_no_further_than_a_quarter_of_the_overlap() {
    Picture picture = noise(3, 83, 61);
    var whole = PictureTransform.of(Device.cpu(), 3, BLUR::apply).withMultiple(4, 4);
    var shapes = new ArrayList<Shape>();
    var tiled =
        PictureTransform.of(
                Device.cpu(),
                3,
                batch -> {
                  shapes.add(batch.getShape());
                  return BLUR.apply(batch);
                })
            .withMultiple(4, 4)
            .withTiling(new Tiling(32, 14));
    float[] expected = whole.apply(picture).values();
    float[] made = tiled.apply(picture).values();
    assertThat(shapes).hasSizeGreaterThan(9).containsOnly(new Shape(1, 3, 32, 32));
    for (int i = 0; i < made.length; i++) {
      assertThat(made[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void several_pictures_of_one_size_go_through_together_within_the_pixels_of_a_tile() {
    var batches = new ArrayList<Long>();
    var transform =
        PictureTransform.of(
                Device.cpu(),
                1,
                batch -> {
                  batches.add(batch.getShape().get(0));
                  return batch.neg();
                })
            .withTiling(new Tiling(16, 2));
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < 7; i++) {
      pictures.add(noise(1, i < 6 ? 8 : 5, 8));
    }
    List<Picture> made = transform.apply(pictures);
    assertThat(batches).containsExactly(4L, 2L, 1L);
    for (int i = 0; i < made.size(); i++) {
      expectNegative(made.get(i), pictures.get(i));
    }
  }

  @Test
  void alpha_is_kept_and_on_white_the_result_is_what_the_network_made() {
    Picture picture = noise(4, 6, 7);
    Picture made =
        PictureTransform.of(Device.cpu(), 3, batch -> batch.mul(0.5f).add(0.5f)).apply(picture);
    assertThat(made.channels()).isEqualTo(4);
    Picture seen = picture.toRgb();
    Picture shown = made.toRgb();
    for (int i = 0; i < seen.values().length; i++) {
      assertThat(shown.values()[i]).isCloseTo(seen.values()[i] / 2 + 0.5f, within(1e-5f));
    }
    for (int i = 3 * 42; i < 4 * 42; i++) {
      assertThat(made.values()[i]).isEqualTo(picture.values()[i]);
    }
  }

  @Test
  void sixteen_bits_stay_sixteen_and_eight_stay_eight() throws IOException {
    Picture picture = noise(3, 5, 4);
    for (int bits : new int[] {8, 16}) {
      for (String end : new String[] {".png", ".tif"}) {
        Path in = folder.resolve("in" + end);
        Path out = folder.resolve("out" + end);
        Pictures.write(picture, in, WriteOptions.defaults().withBits(bits));
        NEGATIVE.apply(in, out);
        assertThat(Pictures.decode(out).bits()).isEqualTo(bits);
        expectNegative(Pictures.read(out), Pictures.read(in));
      }
    }
    Path deep = folder.resolve("deep.png");
    Pictures.write(noise(4, 5, 4), deep, WriteOptions.defaults().withBits(16));
    NEGATIVE.apply(deep, folder.resolve("flat.jpg"));
    assertThat(Pictures.decode(folder.resolve("flat.jpg")).picture().channels()).isEqualTo(3);
  }

  @Test
  void a_camera_s_orientation_and_a_colour_profile_are_applied() throws IOException {
    byte[] jpeg =
        ImageBytes.encode(
            ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 16, 8, 200, 60, 20), "jpeg");
    Path turned =
        Files.write(folder.resolve("turned.jpg"), ImageBytes.jpegWithOrientation(jpeg, 6));
    NEGATIVE.apply(turned, folder.resolve("turned.png"));
    Picture made = Pictures.read(folder.resolve("turned.png"));
    assertThat(made.height()).isEqualTo(16);
    assertThat(made.width()).isEqualTo(8);

    byte[] png =
        ImageBytes.encode(ImageBytes.plain(BufferedImage.TYPE_3BYTE_BGR, 4, 4, 64, 64, 64), "png");
    Path linear =
        Files.write(
            folder.resolve("linear.png"),
            ImageBytes.pngWithProfile(png, ImageBytes.linearRgbProfile()));
    NEGATIVE.apply(linear, folder.resolve("srgb.png"));
    // A quarter of the light is more than half of the code in sRGB.
    float seen = Pictures.read(folder.resolve("srgb.png")).values()[0];
    assertThat(seen).isCloseTo(-(137 / 127.5f - 1), within(0.02f));
  }

  @Test
  void a_network_of_one_size_gets_it_and_its_result_is_scaled_back() {
    var shapes = new ArrayList<Shape>();
    var transform =
        PictureTransform.of(
                Device.cpu(),
                1,
                batch -> {
                  shapes.add(batch.getShape());
                  return batch;
                })
            .withFixedSize(16, 8);
    Picture made = transform.apply(noise(3, 40, 50));
    assertThat(shapes).containsExactly(new Shape(1, 1, 16, 8));
    assertThat(made.toString()).isEqualTo("Picture[1×40×50]");
  }

  @Test
  void numbers_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> new Tiling(8, 0)).hasMessage("side must be at least 16, but was 8");
    assertThatThrownBy(() -> new Tiling(32, 16)).hasMessageContaining("from 0 to 15");
    assertThatThrownBy(() -> NEGATIVE.withMultiple(0, 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> PictureTransform.of(Device.cpu(), 2, NDArray::neg))
        .hasMessageContaining("channels must be 1 (grey) or 3 (RGB), but was 2");
  }

  private static void expectNegative(Picture made, Picture picture) {
    assertThat(made.values()).hasSameSizeAs(picture.values());
    for (int i = 0; i < made.values().length; i++) {
      assertThat(made.values()[i]).isCloseTo(-picture.values()[i], within(1e-5f));
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
