package org.atelier.translation.style.gatys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.atelier.translation.style.gatys.StylePictures.options;
import static org.atelier.translation.style.gatys.StylePictures.picture;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.assertj.core.data.Offset;
import org.atelier.engine.Gradients;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.Picture;
import org.atelier.model.objective.Objective;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.junit.jupiter.api.Test;

class StylePassTest {
  private static float[] gradient(StyleProblem problem, boolean recomputing) {
    NDArray x = problem.picture();
    x.setRequiresGradient(true);
    Objective objective = Gradients.recording(() -> problem.objective(x, recomputing));
    return Gradients.of(objective.total(), List.of(x)).get(0).toFloatArray();
  }

  @Test
  void segments_have_the_value_and_gradient_of_the_whole() {
    OptimisedStyleOptions options = options();
    try (FeatureExtractor network = StylePictures.network()) {
      var pass = new StylePass(network, new StyleCost(options.objective()));
      try (var problem = new StyleProblem(pass, options, picture(32, 40, 3), picture(32, 32, 4))) {
        assertThat(pass.segments()).hasSize(3);
        assertThat(problem.objective(problem.picture(), true).total().getFloat())
            .isCloseTo(
                problem.objective(problem.picture(), false).total().getFloat(), within(1e-4f));
        float[] whole = gradient(problem, false);
        assertThat(gradient(problem, true)).containsExactly(whole, Offset.offset(1e-6f));
        assertThat(whole).isNotEqualTo(new float[whole.length]);
      }
    }
  }

  @Test
  void a_tap_beside_the_chain_ends_no_segment() {
    OptimisedStyleOptions options = OptimisedStyleOptions.mobileNet();
    try (FeatureExtractor network = BundledMobileNetV2.extractor(options.taps(), Device.cpu())) {
      List<StylePass.Segment> segments =
          new StylePass(network, new StyleCost(options.objective())).segments();

      assertThat(segments.get(0).from()).isNull();
      assertThat(segments.get(0).taps()).containsExactly("conv0.dense", "block00.project");
      assertThat(segments)
          .extracting(StylePass.Segment::from)
          .containsExactly(null, "block00.project", "block02.add", "block05.add", "block09.add");
    }
  }

  @Test
  void every_region_of_a_mask_gets_a_gradient() {
    OptimisedStyleOptions options =
        options()
            .withObjective(
                options()
                    .objective()
                    .withContent(options().objective().content().withWeight(0))
                    .withPenalties(new StylePenalties(0, 0, 0, 0)));
    // Three regions: a narrow one, and two wide ones.
    int height = 32;
    int width = 40;
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      values[i] = x < 3 ? -1 : x < 20 ? 0 : 1;
    }
    Regions regions = Regions.of(new Picture(3, height, width, values));
    assertThat(regions.count()).isEqualTo(3);
    Picture content = picture(height, width, 3);
    try (FeatureExtractor network = StylePictures.network()) {
      var pass = new StylePass(network, new StyleCost(options.objective()));
      for (int only = 0; only < 3; only++) {
        try (var problem =
            new StyleProblem(
                pass, network, options, content, Style.of(picture(32, 32, 4)), regions)) {
          ScaleTargets.RegionTarget region = problem.targets.regions().get(only);
          var alone = new ScaleTargets(problem.targets.contents(), List.of(region), null);
          NDArray x = problem.picture();
          x.setRequiresGradient(true);
          Objective objective = Gradients.recording(() -> pass.recorded(x, alone, Shift.NONE));
          float[] found = Gradients.of(objective.total(), List.of(x)).get(0).toFloatArray();
          assertThat(mean(found, regions, only)).as("region %s", only).isGreaterThan(1e-7);
          int other = regions.at(0, only == 0 ? 0 : 39) == only ? 1 : 0;
          assertThat(mean(found, regions, only)).isGreaterThan(10 * farMean(found, regions, only));
          assertThat(other).isBetween(0, 1);
        }
      }
    }
  }

  private static double mean(float[] gradient, Regions regions, int region) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < gradient.length; i++) {
      if (regions.at(i / regions.width() % regions.height(), i % regions.width()) == region) {
        sum += Math.abs(gradient[i]);
        count++;
      }
    }
    return sum / count;
  }

  /** Of pixels that are beyond the reach of the region's features. */
  private static double farMean(float[] gradient, Regions regions, int region) {
    double sum = 0;
    int count = 1;
    for (int i = 0; i < gradient.length; i++) {
      int y = i / regions.width() % regions.height();
      int x = i % regions.width();
      boolean far = true;
      for (int dx = -14; dx <= 14; dx++) {
        int at = Math.max(0, Math.min(regions.width() - 1, x + dx));
        far &= regions.at(y, at) != region;
      }
      if (far) {
        sum += Math.abs(gradient[i]);
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void a_step_leaves_no_arrays_behind() {
    OptimisedStyleOptions options = options();
    try (FeatureExtractor network = StylePictures.network()) {
      var pass = new StylePass(network, new StyleCost(options.objective()));
      try (var problem = new StyleProblem(pass, options, picture(32, 40, 3), picture(32, 32, 4))) {
        NDArray picture = problem.picture();
        for (boolean recomputing : new boolean[] {false, true}) {
          int before = 0;
          for (int i = 0; i < 3; i++) {
            try (NDManager scratch = picture.getManager().newSubManager()) {
              NDArray x = picture.stopGradient();
              x.attach(scratch);
              x.setRequiresGradient(true);
              Objective objective = Gradients.recording(() -> problem.objective(x, recomputing));
              Gradients.of(objective.total(), List.of(x));
            }
            int now = picture.getManager().getManagedArrays().size();
            assertThat(i == 0 ? now : before).isEqualTo(now);
            before = now;
          }
        }
      }
    }
  }

  @Test
  void what_will_not_fit_is_refused_with_numbers() {
    OptimisedStyleOptions options = options().withScales(options().scales().withSize(1024));
    Picture content = picture(32, 32, 1);
    try (FeatureExtractor network = StylePictures.network()) {
      var cost = new StyleCost(options.objective());
      var last = new StyleScales.Scale(1024, 1024, 1024);
      StyleMemory.Estimate estimate = new StyleMemory(network, cost, 1).estimate(last);
      assertThat(estimate.recorded()).isGreaterThan(estimate.recomputed());
      long between = (long) (estimate.recorded() + estimate.recomputed()) / 2;
      var small = new StyleMemory(network, cost, between);
      assertThat(small.recomputesAt(last)).isTrue();
      assertThat(new StyleMemory(network, cost, Long.MAX_VALUE).recomputesAt(last)).isFalse();
      small.requireFits(last, content);
      try (var transfer =
          new OptimisedStyle(network, options, List.of(Style.of(content)), null, 400_000_000L)) {
        assertThatThrownBy(() -> transfer.apply(content))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("A result of 1024 pixels with Small needs about")
            .hasMessageContaining("381 MB may be used")
            .hasMessageContaining("choose a size of at most");
      }
    }
  }
}
