package org.atelier.translation.style.wct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.image.Picture;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WctTest {
  private static final Style STYLE = Style.of(TinyLevels.picture(20, 26, 2));

  private final TinyLevels tiny = new TinyLevels();

  @AfterEach
  void close() {
    tiny.close();
  }

  private Wct wct(Style... styles) {
    return new Wct(tiny.levels(), List.of(styles), WctOptions.defaults().withStrength(1));
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "17, 23", "1, 1", "2, 3", "1, 10000"})
  void the_result_has_the_contents_size_and_range(int height, int width) {
    try (Wct wct = wct(STYLE)) {
      Picture result = wct.apply(TinyLevels.picture(height, width, 1));

      assertThat(result.channels()).isEqualTo(3);
      assertThat(result.height()).isEqualTo(height);
      assertThat(result.width()).isEqualTo(width);
      for (float value : result.values()) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void grey_pictures_and_pictures_with_alpha_are_restyled_as_rgb() {
    try (Wct wct = wct(STYLE)) {
      Picture rgb = TinyLevels.picture(12, 14, 1).toGrey().toRgb();

      assertThat(wct.apply(rgb.withChannels(1)).values())
          .containsExactly(wct.apply(rgb).values(), within(1e-5f));
      float[] opaque = Arrays.copyOf(rgb.values(), 4 * 12 * 14);
      Arrays.fill(opaque, rgb.values().length, opaque.length, 1);
      assertThat(wct.apply(new Picture(4, 12, 14, opaque)).values())
          .containsExactly(wct.apply(rgb).values(), within(1e-5f));
    }
  }

  @Test
  void styles_of_one_pixel_give_their_colour() {
    try (Wct wct = wct(Style.of(new Picture(3, 1, 1, new float[] {0.5f, -0.5f, 0})))) {
      Picture result = wct.apply(TinyLevels.picture(12, 14, 1));

      int plane = 12 * 14;
      for (int i = 0; i < result.values().length; i++) {
        assertThat(result.values()[i]).isCloseTo(result.values()[i / plane * plane], within(1e-3f));
      }
    }
  }

  @Test
  void a_listener_sees_each_level_and_may_end_the_run() {
    var seen = new ArrayList<String>();
    try (Wct wct = wct(STYLE)) {
      Picture content = TinyLevels.picture(13, 15, 1);
      var previews = new ArrayList<Picture>();
      StyleContent all =
          StyleContent.of(content)
              .withProgress(
                  (done, steps, preview) -> {
                    seen.add(done + " of " + steps);
                    previews.add(preview.get());
                    return true;
                  });

      Picture whole = wct.apply(all);
      Picture first = wct.apply(all.withProgress((done, steps, preview) -> false));

      assertThat(seen).containsExactly("1 of 2", "2 of 2");
      assertThat(previews.get(1)).isEqualTo(whole);
      assertThat(first).isEqualTo(previews.get(0)).isNotEqualTo(whole);
    }
  }

  @Test
  void a_region_of_the_whole_content_changes_nothing() {
    try (Wct wct = wct(STYLE)) {
      Picture content = TinyLevels.picture(13, 15, 1);
      Regions one = Regions.of(new Picture(1, 13, 15, new float[13 * 15]));

      assertThat(wct.apply(StyleContent.of(content).withRegions(one)).values())
          .containsExactly(wct.apply(content).values(), within(1e-4f));
    }
  }

  @Test
  void a_region_without_a_counterpart_in_the_styles_mask_is_named() {
    var white = new float[20 * 26];
    Arrays.fill(white, 1);
    var masked = new Style(STYLE.picture(), 1, Regions.of(new Picture(1, 20, 26, white)));
    try (Wct wct = wct(masked)) {
      StyleContent content =
          StyleContent.of(TinyLevels.picture(13, 15, 1))
              .withRegions(Regions.of(new Picture(1, 13, 15, new float[13 * 15])));

      assertThatThrownBy(() -> wct.apply(content))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The content's mask has a region of colour #808080");
    }
  }

  static List<FeatureTransform> transforms() {
    return FeatureTransformTest.transforms();
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void restyling_leaves_no_arrays_behind(FeatureTransform transform) {
    Level level = tiny.levels().get(0);
    var regions = Regions.of(halves(20, 26));
    var style = new Style(STYLE.picture(), 1, regions);
    try (var transfer = new LevelTransfer(level, List.of(style, STYLE), transform, 1)) {
      var chain = new LevelChain(List.of(transfer));
      Picture content = TinyLevels.picture(13, 15, 1);
      StyleContent masked = StyleContent.of(content).withRegions(Regions.of(halves(13, 15)));
      int before = transfer.managedArrays();
      chain.apply(StyleContent.of(content));
      chain.apply(masked);

      assertThat(transfer.managedArrays()).isEqualTo(before).isEqualTo(2 + 2 * 2 + 2);
    }
  }

  private static Picture halves(int height, int width) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 ? -1 : 1;
    }
    return new Picture(1, height, width, values);
  }

  @Test
  void what_will_not_fit_into_memory_is_refused_before_it_is_computed() {
    var huge = new PaddedSize(1 << 20, 1 << 20, 1 << 20, 1 << 20);
    assertThatThrownBy(() -> LevelChain.requireMemory(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a picture of 1048576×1048576 pixels, but this machine has");
  }

  @Test
  void no_levels_or_styles_are_refused() {
    assertThatThrownBy(() -> new Wct(tiny.levels(), List.of(), WctOptions.defaults()))
        .hasMessage("Expected at least one style");
    assertThatThrownBy(() -> new Wct(List.of(), List.of(STYLE), WctOptions.defaults()))
        .hasMessage("Expected at least one level");
  }

  @Test
  void missing_weights_are_named(@TempDir Path folder) {
    assertThatThrownBy(() -> CompressedLevels.load(folder, CompressedVgg::encoder, Device.cpu()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("5SE.pth");
  }

  private static Path published() {
    String property = System.getProperty("atelier.weights", "");
    Path folder = Path.of(property.startsWith("$") ? "" : property, "collab16x");
    Assumptions.assumeTrue(
        Files.isRegularFile(folder.resolve("5SE.pth")),
        "needs the published weights: -Datelier.weights=FOLDER");
    return folder;
  }

  @Test
  void weights_of_another_level_are_refused(@TempDir Path folder) throws Exception {
    Path from = published();
    for (int level = 1; level <= 5; level++) {
      Files.copy(from.resolve("3SE.pth"), folder.resolve(level + "SE.pth"));
      Files.copy(from.resolve("3SD.pth"), folder.resolve(level + "SD.pth"));
    }
    assertThatThrownBy(() -> CompressedLevels.load(folder, CompressedVgg::encoder, Device.cpu()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("these weights do not fit the network")
        .hasMessageContaining("5SE.pth")
        .hasMessageContaining("Missing: ");
  }

  @Test
  void the_published_levels_give_a_picture_its_own_style_back_nearly() throws Exception {
    try (var levels = CompressedLevels.load(published(), CompressedVgg::encoder, Device.cpu())) {
      var values = new float[3 * 48 * 48];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.7 * Math.sin(i % 48 * 0.2) * Math.cos(i / 48 * 0.13));
      }
      var picture = new Picture(3, 48, 48, values);
      try (var wct = new Wct(levels.from(2), List.of(Style.of(picture)), WctOptions.defaults())) {
        Picture result = wct.apply(picture);
        double sum = 0;
        for (int i = 0; i < result.values().length; i++) {
          sum += Math.abs(result.values()[i] - picture.values()[i]);
        }
        assertThat(sum / result.values().length).isLessThan(0.15);
      }
    }
  }
}
