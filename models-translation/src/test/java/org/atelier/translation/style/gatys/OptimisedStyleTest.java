package org.atelier.translation.style.gatys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.translation.style.gatys.StylePictures.difference;
import static org.atelier.translation.style.gatys.StylePictures.flat;
import static org.atelier.translation.style.gatys.StylePictures.noisy;
import static org.atelier.translation.style.gatys.StylePictures.options;
import static org.atelier.translation.style.gatys.StylePictures.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Colours;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimisedStyleTest {
  private static final FeatureExtractor NETWORK = StylePictures.network();
  private static final Picture CONTENT = picture(32, 40, 1);
  private static final Picture STYLE = picture(40, 36, 2);

  @AfterAll
  static void close() {
    NETWORK.close();
  }

  private static OptimisedStyle transfer(OptimisedStyleOptions options, Picture... styles) {
    return new OptimisedStyle(NETWORK, options, List.of(styles).stream().map(Style::of).toList());
  }

  private static Picture restyled(OptimisedStyleOptions options, Picture content) {
    try (var transfer = transfer(options, STYLE)) {
      return transfer.apply(content);
    }
  }

  @Test
  void comes_nearer_to_the_style_and_keeps_the_content_s_shape() {
    Picture result = restyled(options(), CONTENT);

    assertThat(result.height()).isEqualTo(32);
    assertThat(result.width()).isEqualTo(40);
    assertThat(objectiveOf(result)).isLessThan(0.6 * objectiveOf(CONTENT));
    assertThat(difference(result, CONTENT)).isGreaterThan(0.02);
  }

  private static double objectiveOf(Picture picture) {
    var pass = new StylePass(NETWORK, new StyleCost(options().objective()));
    try (var problem = new StyleProblem(pass, options(), CONTENT, STYLE);
        NDManager scratch = NDManager.newBaseManager()) {
      NDArray array = picture.toArray(scratch).expandDims(0);
      return problem.objective(array, false).total().getFloat();
    }
  }

  private static double meanColour(Picture picture, int channel) {
    int plane = picture.height() * picture.width();
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += picture.values()[channel * plane + i];
    }
    return sum / plane;
  }

  @Test
  void one_seed_gives_the_same_bits() {
    OptimisedStyleOptions noise = options().withStart(StyleStart.NOISE);

    assertThat(restyled(noise, CONTENT)).isEqualTo(restyled(noise, CONTENT));
    assertThat(restyled(noise, CONTENT)).isNotEqualTo(restyled(noise.withSeed(2), CONTENT));
  }

  @ParameterizedTest
  @EnumSource(StyleStart.class)
  void every_start_gives_a_picture_in_range(StyleStart start) {
    var steps = options().scales().withFirstSteps(3);
    Picture result = restyled(options().withStart(start).withScales(steps), CONTENT);

    for (float value : result.values()) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @ParameterizedTest
  @EnumSource(StyleCanvas.Surface.class)
  void goes_from_coarse_to_fine_on_any_surface(StyleCanvas.Surface surface) {
    var heights = new ArrayList<Integer>();
    OptimisedStyleOptions options =
        options()
            .withScales(new StyleScales(64, 32, 4, 3, 1))
            .withCanvas(
                options()
                    .canvas()
                    .withSurface(surface)
                    .withShifted(true)
                    .withAverageDecay(0.5)
                    .withSolver(new StyleSolver.BySteps(0.01, 0.99, 1)));
    try (var transfer = transfer(options, STYLE)) {
      Picture result =
          transfer.apply(
              StyleContent.of(CONTENT.crop(0, 0, 24, 24))
                  .withProgress(
                      (done, steps, preview) -> {
                        assertThat(steps).isEqualTo(10);
                        heights.add(preview.get().height());
                        return true;
                      }));

      assertThat(heights).containsExactly(32, 32, 32, 32, 45, 45, 45, 64, 64, 64);
      assertThat(result.height()).isEqualTo(64);
    }
  }

  @Test
  void ends_with_what_it_has_when_the_listener_says_so() {
    var calls = new ArrayList<Long>();
    try (var transfer = transfer(options().withScales(new StyleScales(64, 32, 9, 9, 1)), STYLE)) {
      Picture result =
          transfer.apply(
              StyleContent.of(CONTENT)
                  .withProgress(
                      (done, steps, preview) -> {
                        calls.add(done);
                        return done < 2;
                      }));

      assertThat(calls).containsExactly(1L, 2L);
      assertThat(result.width()).isBetween(40, 64);
    }
  }

  @Test
  void l_bfgs_reaches_adam_s_value_in_fewer_passes() {
    var adam = options().withScales(options().scales().withFirstSteps(60));
    var search = adam.withCanvas(adam.canvas().withSolver(new StyleSolver.BySearch(20)));
    StylePass pass = new StylePass(NETWORK, new StyleCost(adam.objective()));
    try (var problem = new StyleProblem(pass, adam, CONTENT, STYLE)) {
      double reached = problem.lowest(adam, 60, Double.NEGATIVE_INFINITY).value();
      StyleProblem.Reached found = problem.lowest(search, 60, reached);

      assertThat(found.value()).isLessThanOrEqualTo(reached);
      assertThat(found.passes()).isLessThan(40);
    }
  }

  @Test
  void a_share_of_nothing_but_one_style_is_that_style() {
    Picture other = picture(36, 36, 5);
    try (var both =
            new OptimisedStyle(
                NETWORK,
                options(),
                List.of(new Style(STYLE, 1, null), new Style(other, 1e-9, null)));
        var mixed =
            new OptimisedStyle(
                NETWORK,
                options(),
                List.of(new Style(STYLE, 1, null), new Style(other, 1, null)))) {
      Picture alone = restyled(options(), CONTENT);

      assertThat(difference(both.apply(CONTENT), alone)).isLessThan(1e-3);
      assertThat(difference(mixed.apply(CONTENT), alone)).isGreaterThan(1e-2);
    }
  }

  @Test
  void colours_can_be_kept_or_be_all_that_is_transferred() {
    Picture grey = CONTENT.toGrey().toRgb();
    Picture kept = restyled(options().withColours(Colours.KEEP), grey);
    int plane = kept.height() * kept.width();
    for (int i = 0; i < plane; i++) {
      // The content has no colours, so luminance with its chroma has none.
      assertThat(kept.values()[i])
          .isCloseTo(kept.values()[plane + i], org.assertj.core.api.Assertions.within(1e-4f));
    }
    Picture recoloured = restyled(options().withColours(Colours.ONLY), CONTENT);
    assertThat(meanColour(recoloured, 0))
        .isCloseTo(meanColour(STYLE, 0), org.assertj.core.api.Assertions.within(0.05));
    Picture histogram = restyled(options().withColours(Colours.KEEP_HISTOGRAM), CONTENT);
    assertThat(Math.abs(meanColour(histogram, 2) - meanColour(CONTENT, 2)))
        .isLessThan(0.1 + Math.abs(meanColour(STYLE, 2) - meanColour(CONTENT, 2)) / 2);
  }

  @Test
  void each_region_takes_the_style_of_its_colour() {
    Picture dark = flat(32, 32, -0.8f);
    Picture bright = flat(32, 32, 0.8f);
    Regions halves = halves(32, 40);
    Regions whole = Regions.of(flat(32, 32, -1));
    StyleObjective objective = options().objective();
    var strong =
        options()
            .withObjective(
                objective
                    .withStyle(objective.style().withMeasure(StyleTerm.Measure.GRAM))
                    .withContent(objective.content().withWeight(0)));
    assertThatThrownBy(
            () -> {
              try (var wrong =
                  new OptimisedStyle(NETWORK, strong, List.of(new Style(dark, 1, whole)))) {
                wrong.apply(StyleContent.of(CONTENT).withRegions(halves));
              }
            })
        .hasMessageContaining("#ffffff");
    Picture grey = flat(32, 40, 0);
    Picture both = besides(dark, bright);
    try (var ofDark = transfer(strong, dark);
        var ofBright = transfer(strong, bright);
        var masked =
            new OptimisedStyle(NETWORK, strong, List.of(new Style(both, 1, halves(32, 64))))) {
      Picture result = masked.apply(StyleContent.of(grey).withRegions(halves));
      Picture darkened = ofDark.apply(grey);
      Picture brightened = ofBright.apply(grey);

      assertThat(difference(left(result), left(darkened)))
          .isLessThan(difference(left(result), left(brightened)) / 3);
      assertThat(difference(right(result), right(brightened)))
          .isLessThan(difference(right(result), right(darkened)) / 3);
    }
  }

  private static Picture left(Picture picture) {
    return picture.crop(0, 0, picture.height(), picture.width() / 2 - 6);
  }

  private static Picture right(Picture picture) {
    int width = picture.width() / 2 - 6;
    return picture.crop(0, picture.width() - width, picture.height(), width);
  }

  /** Left black, right white. */
  private static Regions halves(int height, int width) {
    return Regions.of(besides(flat(height, width / 2, -1), flat(height, width / 2, 1)));
  }

  private static Picture besides(Picture left, Picture right) {
    int width = left.width() + right.width();
    var values = new float[3 * left.height() * width];
    for (int row = 0; row < 3 * left.height(); row++) {
      System.arraycopy(left.values(), row * left.width(), values, row * width, left.width());
      System.arraycopy(
          right.values(), row * right.width(), values, row * width + left.width(), right.width());
    }
    return new Picture(3, left.height(), width, values);
  }

  private static double mean(Picture picture, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < picture.values().length; i++) {
      int x = i % picture.width();
      if (x >= from && x < to) {
        sum += picture.values()[i];
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void a_still_film_flickers_less_with_the_frame_before() {
    List<Picture> frames = noisy(CONTENT, 4, 0.05);
    try (var transfer = transfer(options().withStart(StyleStart.CONTENT), STYLE)) {
      double alone = 0;
      double held = 0;
      Picture before = transfer.apply(frames.get(0));
      Picture heldBefore = before;
      for (int i = 1; i < frames.size(); i++) {
        Picture next = transfer.apply(frames.get(i));
        alone += difference(next, before);
        before = next;
        var previous = new StyleContent.Previous(frames.get(i - 1), heldBefore);
        Picture heldNext = transfer.apply(StyleContent.of(frames.get(i)).withPrevious(previous));
        held += difference(heldNext, heldBefore);
        heldBefore = heldNext;
      }

      assertThat(held).isLessThan(alone / 2);
    }
  }

  @Test
  void begins_with_the_result_of_another_transfer() {
    StyleTransfer white = content -> flat(32, 32, 1);
    var still = options().withScales(options().scales().withFirstSteps(1));
    try (var transfer = new OptimisedStyle(NETWORK, still, List.of(Style.of(STYLE)), white)) {
      assertThat(mean(transfer.apply(CONTENT), 0, 40)).isGreaterThan(0.9);
    }
  }

  @Test
  void unusual_pictures_are_restyled_or_refused_in_a_sentence() {
    var few = options().withScales(options().scales().withFirstSteps(3));
    assertThat(restyled(few, flat(1, 1, 0.3f)).height()).isEqualTo(40);
    assertThat(restyled(few, CONTENT.toGrey()).channels()).isEqualTo(3);
    assertThatThrownBy(() -> restyled(few, flat(1, 10_000, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1×10000")
        .hasMessageContaining("too narrow");
    assertThatThrownBy(() -> transfer(few, flat(1, 10_000, 0)))
        .hasMessageContaining("style")
        .hasMessageContaining("too narrow");
    assertThatThrownBy(() -> transfer(few)).hasMessageContaining("at least one style");
    assertThatThrownBy(() -> transfer(OptimisedStyleOptions.vgg(), STYLE))
        .hasMessageContaining("relu1_1");
    try (var transfer = transfer(few, flat(32, 32, 0.5f))) {
      for (float value : transfer.apply(CONTENT).values()) {
        assertThat(value).isFinite();
      }
    }
  }
}
