package org.atelier.translation.style.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.image.WholePictureTransform;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.Colours;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PatchStyleTest {
  private static final PatchStyleOptions SMALL =
      PatchStyleOptions.defaults().withSize(48).withPatches(PatchOptions.defaults().withKeys(400));

  @Test
  void the_style_itself_as_content_changes_little() {
    Picture picture = blobs(48, 40, 1);
    Picture other = blobs(48, 40, 2);

    var options = SMALL.withPatches(PatchOptions.defaults());

    assertThat(difference(restyled(options, picture, picture), picture)).isLessThan(0.07);
    assertThat(difference(restyled(options, picture, other), picture)).isGreaterThan(0.12);
  }

  @Test
  void the_result_is_a_function_of_the_seed() {
    Picture content = blobs(40, 48, 3);
    Picture style = blobs(48, 48, 4);

    Picture first = restyled(SMALL, content, style);

    assertThat(restyled(SMALL, content, style)).isEqualTo(first);
    assertThat(restyled(SMALL.withSeed(1), content, style)).isNotEqualTo(first);
  }

  @Test
  void the_result_consists_of_the_style_s_colours() {
    // Red and green alone: no mixture of them has blue.
    Picture style =
        picture(48, 48, i -> i / 6 % 2 == 0 ? new float[] {1, -1, -1} : new float[] {-1, 1, -1});

    Picture made = restyled(SMALL, blobs(48, 48, 5), style);

    for (int i = 0; i < 48 * 48; i++) {
      assertThat(made.values()[2 * 48 * 48 + i]).isLessThan(-0.99f);
      assertThat(made.values()[i] + made.values()[48 * 48 + i]).isBetween(-0.01f, 0.01f);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,48,48", "1,10000,1,48", "10000,1,48,1", "300,200,48,32"})
  void contents_of_any_size_give_a_result(int height, int width, int madeHeight, int madeWidth) {
    Picture content = blobs(height, width, 6);

    Picture made = restyled(SMALL, content, blobs(30, 30, 7));

    assertThat(made.height()).isEqualTo(madeHeight);
    assertThat(made.width()).isEqualTo(madeWidth);
    for (float value : made.values()) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,10000,1", "3,2,1", "30,30,0.05"})
  void styles_smaller_than_a_patch_give_a_result(int height, int width, double scale) {
    Picture made = restyled(SMALL.withStyleScale(scale), blobs(48, 48, 8), blobs(height, width, 9));

    for (float value : made.values()) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @ParameterizedTest
  @EnumSource(Colours.class)
  void a_flat_content_stays_free_of_noise(Colours colours) {
    Picture grey = picture(20, 20, i -> new float[] {0.2f, 0.2f, 0.2f});
    Picture flat = picture(20, 20, i -> new float[] {0.5f, -0.5f, 0});

    Picture made = restyled(SMALL.withColours(colours), grey, flat);

    for (int i = 1; i < made.values().length; i++) {
      int plane = made.height() * made.width();
      assertThat(made.values()[i])
          .isBetween(
              made.values()[i / plane * plane] - 1e-3f, made.values()[i / plane * plane] + 1e-3f);
    }
  }

  @Test
  void each_region_takes_its_own_style() {
    Picture mask =
        picture(40, 40, i -> i % 40 < 20 ? new float[] {-1, -1, -1} : new float[] {1, 1, 1});
    // The mask's white half of this style is blue, its black half red.
    Picture style =
        picture(40, 40, i -> i % 40 < 20 ? new float[] {1, -1, -1} : new float[] {-1, -1, 1});
    Regions regions = Regions.of(mask);
    var options =
        SMALL.withSize(40).withPatches(PatchOptions.defaults().withPatch(2).withKeys(400));

    Picture made;
    try (var transfer =
        new PatchStyle(options, List.of(new Style(style, 1, regions)), Device.cpu())) {
      made = transfer.apply(StyleContent.of(blobs(40, 40, 10)).withRegions(regions));
    }

    for (int row = 0; row < 40; row++) {
      for (int column = 0; column < 40; column++) {
        if (Math.abs(column - 20) > 6) {
          int at = row * 40 + column;
          assertThat(made.values()[at] > 0)
              .as("row %s, column %s", row, column)
              .isEqualTo(column < 20);
          assertThat(made.values()[3200 + at] > 0).isEqualTo(column >= 20);
        }
      }
    }
  }

  @Test
  void all_of_several_styles_are_in_the_result() {
    Style red = Style.of(picture(30, 30, i -> new float[] {1, -1, -1}));
    Style blue = Style.of(picture(30, 30, i -> new float[] {-1, -1, 1}));
    try (var transfer = new PatchStyle(SMALL, List.of(red, blue), Device.cpu())) {
      Picture made = transfer.apply(blobs(48, 48, 11));

      assertThat(mean(made, 0)).isBetween(-0.6, 0.6);
      assertThat(mean(made, 2)).isBetween(-0.6, 0.6);
      assertThat(mean(made, 1)).isLessThan(-0.98);
    }
  }

  @Test
  void kept_colours_are_the_content_s() {
    Picture content = blobs(48, 48, 12);
    Picture made = restyled(SMALL.withColours(Colours.KEEP), content, blobs(48, 48, 13));

    float[] grey = made.toGrey().values();
    float[] own = content.toGrey().values();
    int agree = 0;
    for (int i = 0; i < made.values().length; i++) {
      float chroma = made.values()[i] - grey[i % grey.length];
      float wanted = content.values()[i] - own[i % own.length];
      agree += Math.abs(chroma - wanted) < 0.01 ? 1 : 0;
    }
    // All but pixels that were clamped.
    assertThat(agree).isGreaterThan(made.values().length * 8 / 10);
    assertThat(difference(made, content)).isGreaterThan(0.03);
  }

  @Test
  void colours_alone_leave_the_content_s_texture() {
    Picture content = blobs(48, 48, 14);
    Picture made = restyled(SMALL.withColours(Colours.ONLY), content, content.flipped());

    // The mirror image has the same colours.
    assertThat(difference(made, content)).isLessThan(0.01);
  }

  @Test
  void alpha_is_kept_on_the_picture_path() {
    var values = new float[4 * 48 * 48];
    System.arraycopy(blobs(48, 48, 15).values(), 0, values, 0, 3 * 48 * 48);
    for (int i = 3 * 48 * 48; i < values.length; i++) {
      values[i] = i % 48 < 24 ? -1 : 1;
    }
    try (var transfer = new PatchStyle(SMALL, List.of(Style.of(blobs(30, 30, 16))), Device.cpu())) {
      Picture made =
          WholePictureTransform.of(transfer::apply).apply(new Picture(4, 48, 48, values));

      assertThat(made.channels()).isEqualTo(4);
      assertThat(made.values()[3 * 48 * 48]).isEqualTo(-1);
      assertThat(made.values()[4 * 48 * 48 - 1]).isEqualTo(1);
    }
  }

  @Test
  void progress_ends_with_all_steps_and_may_stop_the_work() {
    var done = new ArrayList<Long>();
    var options = SMALL.withSize(110);
    Picture content = blobs(60, 110, 17);
    try (var transfer =
        new PatchStyle(options, List.of(Style.of(blobs(50, 50, 18))), Device.cpu())) {
      transfer.apply(
          StyleContent.of(content)
              .withProgress(
                  (step, steps, preview) -> {
                    done.add(steps - step);
                    return true;
                  }));
      assertThat(done).hasSize(6).isSortedAccordingTo((a, b) -> Long.compare(b, a));
      assertThat(done.get(5)).isBetween(0L, 300L);

      Picture early =
          transfer.apply(
              StyleContent.of(content)
                  .withProgress(
                      (step, steps, preview) -> {
                        assertThat(preview.get().width()).isEqualTo(96);
                        return false;
                      }));
      assertThat(early.width()).isEqualTo(110);
      assertThat(early.height()).isEqualTo(60);
    }
  }

  @Test
  void many_pictures_leave_nothing_behind() {
    try (var transfer = new PatchStyle(SMALL, List.of(Style.of(blobs(30, 30, 19))), Device.cpu())) {
      transfer.apply(blobs(48, 48, 20));
      int before = transfer.owner().getManagedArrays().size();
      transfer.apply(blobs(48, 48, 21));
      transfer.apply(blobs(30, 48, 22));

      assertThat(transfer.owner().getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void a_still_scene_with_noise_flickers_less_when_frames_follow_one_another() {
    Picture scene = blobs(48, 48, 23);
    Picture first = noisy(scene, 1);
    Picture second = noisy(scene, 2);
    try (var transfer = new PatchStyle(SMALL, List.of(Style.of(blobs(48, 48, 24))), Device.cpu())) {
      Picture before = transfer.apply(first);
      Picture alone = transfer.apply(second);
      Picture after =
          transfer.apply(
              StyleContent.of(second).withPrevious(new StyleContent.Previous(first, before)));

      assertThat(difference(after, before)).isLessThan(difference(alone, before) / 2);
    }
  }

  @Test
  void what_will_not_fit_is_refused_with_numbers() {
    try (var transfer =
        new PatchStyle(
            SMALL.withSize(16_384), List.of(Style.of(blobs(30, 30, 25))), Device.cpu())) {
      assertThatThrownBy(() -> transfer.apply(blobs(30, 30, 26)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("A result of 16384 pixels needs \\d+ MB .*");
    }
  }

  @Test
  void no_style_is_refused() {
    assertThatThrownBy(() -> new PatchStyle(SMALL, List.of(), Device.cpu()))
        .hasMessage("Expected at least one style, but got none");
  }

  private static Picture restyled(PatchStyleOptions options, Picture content, Picture style) {
    try (var transfer = new PatchStyle(options, List.of(Style.of(style)), Device.cpu())) {
      return transfer.apply(content);
    }
  }

  /** Smooth coloured noise. */
  private static Picture blobs(int height, int width, long seed) {
    var random = CounterRandom.of(seed, 77);
    int rows = Math.max(2, height / 5);
    int columns = Math.max(2, width / 5);
    var values = new float[3 * rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 1.6f - 0.8f;
    }
    return Resizer.BILINEAR.resize(new Picture(3, rows, columns, values), height, width);
  }

  private static Picture noisy(Picture picture, long seed) {
    float[] noise = CounterRandom.of(seed, 78).gaussians(picture.values().length);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = picture.values()[i] + 0.02f * noise[i];
    }
    return new Picture(3, picture.height(), picture.width(), noise).clamped();
  }

  private static Picture picture(int height, int width, IntFunction<float[]> colour) {
    var values = new float[3 * height * width];
    for (int i = 0; i < height * width; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * height * width + i] = colour.apply(i)[c];
      }
    }
    return new Picture(3, height, width, values);
  }

  private static double difference(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.abs(a.values()[i] - b.values()[i]);
    }
    return sum / a.values().length;
  }

  private static double mean(Picture picture, int channel) {
    int plane = picture.height() * picture.width();
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += picture.values()[channel * plane + i];
    }
    return sum / plane;
  }
}
