package org.atelier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class PictureSourceTest {
  private static final CounterRandom RANDOM = CounterRandom.of(1);

  @Test
  void bytes_in_memory_survive_exactly() {
    var bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    var once = InMemory.ofBytes(1, 16, 16, List.of(bytes));
    var twice = InMemory.of(List.of(once.picture(0)));
    assertThat(twice.picture(0).values()).isEqualTo(once.picture(0).values());
    assertThat(once.picture(0).values()[0]).isEqualTo(-1);
    assertThat(once.picture(0).values()[255]).isEqualTo(1);
    assertThat(twice.fingerprint()).isEqualTo(once.fingerprint());
  }

  @Test
  void memory_refuses_other_ranges_and_shapes() {
    assertThatThrownBy(() -> InMemory.ofFloats(1, 1, 1, List.of(new float[] {255})))
        .hasMessage("Expected values from -1 to 1, but picture 0 has 255.0");
    assertThatThrownBy(() -> InMemory.ofFloats(1, 1, 1, List.of(new float[] {Float.NaN})))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InMemory.ofBytes(1, 2, 2, List.of(new byte[3])))
        .hasMessage("Expected 4 bytes (1×2×2) in picture 0, but got 3");
    assertThatThrownBy(() -> InMemory.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void alpha_is_composited_on_white_and_grey_is_luma() {
    // Opaque red, transparent black, half-transparent black.
    float[] rgba = {1, -1, -1, -1, -1, -1, -1, -1, -1, 1, -1, 0};
    var rgb = new Picture(4, 1, 3, rgba).withChannels(3);
    assertThat(rgb.values()).containsExactly(1, 1, 0, -1, 1, 0, -1, 1, 0);
    var grey = new Picture(4, 1, 3, rgba).withChannels(1);
    assertThat(grey.values()[0]).isCloseTo(2 * .299f - 1, within(1e-6f));
    assertThat(grey.values()[1]).isEqualTo(1);
    var back = new Picture(1, 1, 2, new float[] {.5f, -.5f}).withChannels(3);
    assertThat(back.values()).containsExactly(.5f, -.5f, .5f, -.5f, .5f, -.5f);
    var greyAlpha = new Picture(2, 1, 2, new float[] {-1, 0, -1, 1}).withChannels(3);
    assertThat(greyAlpha.values()).containsExactly(1, 0, 1, 0, 1, 0);
  }

  @Test
  void a_subset_has_its_own_order_and_fingerprint() throws IOException {
    var all = InMemory.ofBytes(1, 1, 1, List.of(new byte[1], new byte[] {1}, new byte[] {2}));
    var some = all.subset(2, 0);
    assertThat(some.size()).isEqualTo(2);
    assertThat(some.picture(0).values()).isEqualTo(all.picture(2).values());
    assertThat(some.fingerprint()).isNotEqualTo(all.subset(0, 2).fingerprint());
    assertThat(all.filter(i -> i > 0).size()).isEqualTo(2);
    assertThatThrownBy(() -> all.subset(3))
        .hasMessage("Expected picture indices from 0 to 2, but got 3");
    assertThatThrownBy(() -> all.filter(i -> false))
        .hasMessage("Expected at least one of the 3 pictures, but none was selected");
  }

  @Test
  void the_fingerprint_is_the_same_in_every_locale() {
    var source = InMemory.ofBytes(1, 4, 4, List.of(new byte[16], new byte[16]));
    String here = source.subset(1).images(4).fingerprint();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(String.format("%d", 1)).isNotEqualTo("1");
      assertThat(source.subset(1).images(4).fingerprint()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_sprite_sheet_is_cut_into_its_tiles() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_4BYTE_ABGR}) {
      var sheet = new BufferedImage(6, 4, type);
      int bands = sheet.getRaster().getNumBands();
      for (int i = 0; i < 24 * bands; i++) {
        sheet.getRaster().setSample(i / bands % 6, i / bands / 6, i % bands, 10 * (i / bands));
      }
      var out = new ByteArrayOutputStream();
      ImageIO.write(sheet, "png", out);
      var layout = SpriteSheet.Layout.ofSquares(2, 3, 5);
      var sprites = SpriteSheet.read(new ByteArrayInputStream(out.toByteArray()), "sheet", layout);
      assertThat(sprites.size()).isEqualTo(5);
      var tile = sprites.picture(4);
      assertThat(tile.channels()).isEqualTo(bands);
      for (int c = 0; c < bands; c++) {
        // Row 1, column 1 of tiles: pixels (2, 2), (2, 3), (3, 2), (3, 3) of the sheet.
        int[] pixels = {14, 15, 20, 21};
        for (int i = 0; i < 4; i++) {
          assertThat(tile.values()[4 * c + i]).isEqualTo(10 * pixels[i] / 127.5f - 1);
        }
      }
      var wrong = SpriteSheet.Layout.ofSquares(2, 2, 5);
      assertThatThrownBy(
              () -> SpriteSheet.read(new ByteArrayInputStream(out.toByteArray()), "sheet", wrong))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Expected a sprite sheet of 4×6 pixels")
          .hasMessageEndingWith("but sheet is 6×4");
    }
    assertThatThrownBy(
            () ->
                SpriteSheet.read(
                    new ByteArrayInputStream(new byte[99]),
                    "sheet",
                    SpriteSheet.Layout.ofSquares(1, 1, 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void tiles_of_an_atlas_may_be_rectangles() throws IOException {
    var sheet = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 24; i++) {
      sheet.getRaster().setSample(i % 6, i / 6, 0, i);
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", out);
    var layout = new SpriteSheet.Layout(2, 3, 2, 4);
    var tile =
        SpriteSheet.read(new ByteArrayInputStream(out.toByteArray()), "sheet", layout).picture(3);
    assertThat(List.of(tile.height(), tile.width())).containsExactly(2, 3);
    int[] pixels = {15, 16, 17, 21, 22, 23};
    for (int i = 0; i < 6; i++) {
      assertThat(tile.values()[i]).isEqualTo(pixels[i] / 127.5f - 1);
    }
    assertThatThrownBy(() -> new SpriteSheet.Layout(2, 0, 2, 4)).hasMessageContaining("tileWidth");
  }

  @Test
  void a_batch_of_rectangles_shows_the_middle_of_every_picture() throws IOException {
    var columns = new Picture(1, 4, 12, new float[48]);
    for (int i = 0; i < 48; i++) {
      columns.values()[i] = i % 12 / 20f;
    }
    var options = ImageOptions.defaults().withChannels(1).withHeight(4).withWidth(8);
    try (var manager = NDManager.newBaseManager()) {
      var wide =
          InMemory.of(List.of(columns))
              .images(options)
              .load(new int[] {0}, RANDOM)
              .toBatch(manager)
              .images();
      assertThat(wide.getShape()).isEqualTo(new Shape(1, 1, 4, 8));
      float[] values = wide.toFloatArray();
      for (int i = 0; i < 32; i++) {
        assertThat(values[i]).isCloseTo((i % 8 + 2) / 20f, within(1 / 127f));
      }
    }
  }

  @Test
  void a_rectangle_is_scaled_without_distortion() throws IOException {
    // A disc stays a disc, however the frame's aspect differs from the picture's.
    var values = new float[96 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.hypot(i / 64 - 47.5, i % 64 - 31.5) < 20 ? 1 : -1;
    }
    var options = ImageOptions.defaults().withChannels(1).withHeight(16).withWidth(32);
    var framed = options.apply(new Picture(1, 96, 64, values), "disc", RANDOM);
    double down = 0;
    double across = 0;
    for (int y = 0; y < 16; y++) {
      down += (framed.values()[y * 32 + 16] + 1) / 2;
    }
    for (int x = 0; x < 32; x++) {
      across += (framed.values()[8 * 32 + x] + 1) / 2;
    }
    assertThat(List.of(framed.height(), framed.width())).containsExactly(16, 32);
    assertThat(down).isEqualTo(16); // The disc is higher than the part that is cut out.
    assertThat(across).isCloseTo(20, within(.6));
  }

  @Test
  void a_picture_that_is_too_small_on_one_side_is_refused() {
    var wide = new Picture(1, 5, 20, new float[100]);
    var options = ImageOptions.defaults().withChannels(1).withHeight(8).withWidth(4);
    assertThatThrownBy(() -> options.apply(wide, "wide", RANDOM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("wide is 20×5 pixels, smaller than the requested 4×8");
  }

  @Test
  void the_fingerprint_of_squares_is_what_runs_have_recorded() {
    var source = InMemory.ofBytes(1, 4, 8, List.of(new byte[32]));
    var options = ImageOptions.defaults().withChannels(1);
    assertThat(source.images(options.withSize(4)).fingerprint())
        .isEqualTo(
            source.fingerprint()
                + ", ImageOptions[size=4, channels=1, enlarge=false,"
                + " augmentation=Augmentation[flip=false, pad=0, enlargeBy=0]]");
    assertThat(source.images(options.withHeight(4).withWidth(8)).fingerprint())
        .contains("height=4, width=8")
        .isNotEqualTo(source.images(options.withHeight(8).withWidth(4)).fingerprint());
  }

  @Test
  void mnist_pictures_are_padded_to_32_and_scaled_otherwise() throws IOException {
    byte[] bytes = IdxFileTest.idx(new int[] {1, 28, 28}, 784);
    var file = IdxFile.read(new ByteArrayInputStream(bytes), "t", 1000);
    var pictures = IdxPictures.of(file);
    try (var manager = NDManager.newBaseManager()) {
      var padded = pictures.images(32).load(new int[] {0}, RANDOM).toBatch(manager).images();
      assertThat(padded.getShape()).isEqualTo(new Shape(1, 1, 32, 32));
      float[] values = padded.toFloatArray();
      for (int i = 0; i < 66; i++) {
        assertThat(values[i]).isEqualTo(-1);
      }
      assertThat(values[67]).isEqualTo(1 / 127.5f - 1);
      assertThat(values[94]).isEqualTo(-1);
      var scaled = pictures.images(64).load(new int[] {0}, RANDOM).toBatch(manager).images();
      assertThat(scaled.getShape()).isEqualTo(new Shape(1, 1, 64, 64));
    }
  }

  @Test
  void labels_follow_their_pictures() throws IOException {
    var pictures = InMemory.ofBytes(1, 4, 4, List.of(new byte[16], new byte[16], new byte[16]));
    var data = LabelledImages.join(pictures.images(4), new int[] {7, 8, 9});
    try (var manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {2, 0}, RANDOM).toBatch(manager);
      assertThat(batch.labels().toLongArray()).containsExactly(9, 7);
      assertThat(batch.images().getShape()).isEqualTo(new Shape(2, 1, 4, 4));
    }
    assertThatThrownBy(() -> LabelledImages.join(pictures.images(4), new int[2]))
        .hasMessage("Expected one label for each of the 3 pictures, but got 2");
  }

  @Test
  void a_copy_in_memory_gives_the_same_batches() throws IOException {
    var source = InMemory.ofBytes(1, 8, 8, List.of(new byte[64], new byte[64]));
    var options = ImageOptions.defaults().withSize(4).withChannels(1);
    var copy = InMemory.copyOf(source, options);
    assertThat(copy.picture(1).values()).hasSize(16).containsOnly(-1);
  }

  @Test
  void a_djl_dataset_is_read_in_its_declared_format() throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      var array = manager.create(new float[] {0, 255, 51, 0, 0, 255}, new Shape(1, 1, 2, 3));
      var dataset = new ArrayDataset.Builder().setData(array).setSampling(1, false).build();
      var format =
          DjlData.Format.defaults().withRange(DjlData.Range.BYTE).withLayout(DjlData.Layout.HWC);
      var source = DjlData.of(dataset, "two pixels", format);
      assertThat(source.size()).isEqualTo(1);
      for (int time = 0; time < 2; time++) {
        var picture = source.picture(0);
        assertThat(picture.channels()).isEqualTo(3);
        assertThat(picture.values()).containsExactly(-1, -1, 1, -1, -.6f, 1);
      }
      assertThatThrownBy(() -> DjlData.of(dataset, "d", format.withRange(DjlData.Range.UNIT)))
          .isInstanceOf(IOException.class)
          .hasMessage("Expected values from 0.0 to 1.0 (range UNIT), but example 0 of d has 255.0");
    }
  }
}
