package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Apart from {@link ResizerTest}: of a class that two test engines share, one's report is lost. */
class ResizerPropertyTest {
  @Property(tries = 60)
  void constant_stays_constant(
      @ForAll Resizer resizer,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 4) int channels) {
    var values = new float[channels * height * width];
    Arrays.fill(values, .3f);

    var result = resizer.resize(new Picture(channels, height, width, values), newHeight, newWidth);

    assertThat(result.height()).isEqualTo(newHeight);
    assertThat(result.width()).isEqualTo(newWidth);
    for (float value : result.values()) {
      assertThat(value).isCloseTo(.3f, within(1e-5f));
    }
  }

  @Property(tries = 60)
  void cover_and_fit_keep_their_promise(
      @ForAll Resizer resizer,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll @IntRange(min = 1, max = 40) int newWidth) {
    var picture = new Picture(1, height, width, new float[height * width]);

    var covering = resizer.cover(picture, newHeight, newWidth);
    var fitting = resizer.fit(picture, newHeight, newWidth);

    assertThat(covering.height()).isEqualTo(newHeight);
    assertThat(covering.width()).isEqualTo(newWidth);
    assertThat(fitting.height()).isLessThanOrEqualTo(newHeight);
    assertThat(fitting.width()).isLessThanOrEqualTo(newWidth);
    assertThat(fitting.height() == newHeight || fitting.width() == newWidth).isTrue();
  }
}
