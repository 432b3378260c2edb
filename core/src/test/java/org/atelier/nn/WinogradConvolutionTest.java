package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Wide convolutions of 3×3 are Winograd's where nothing is recorded, and give the same. */
class WinogradConvolutionTest {
  private static final int WIDE = 256;
  private static final Shape LARGE = new Shape(1, WIDE, 66, 66);
  private static final Conv2d CONV = Conv2d.of(WIDE, 3);

  private record Case(String name, Layer layer, Shape shape) {}

  @TestFactory
  Stream<DynamicTest> what_is_not_recorded_gives_what_a_recorded_convolution_gives() {
    UnaryOperator<Layer> rowByRow = layer -> Sequential.of(InstanceNorm2d.of(), layer);
    return Stream.of(
            new Case("tiles that fit", CONV.withPadding(1), new Shape(1, WIDE, 64, 64)),
            new Case("tiles that stand out", CONV, new Shape(1, WIDE, 63, 69)),
            new Case("far padding, no bias", CONV.withPadding(3).withoutBias(), LARGE),
            new Case("many small pictures", CONV.withPadding(1), new Shape(20, WIDE, 15, 17)),
            new Case("large pictures", CONV.withPadding(1), new Shape(2, WIDE, 40, 130)),
            new Case("more filters", Conv2d.of(WIDE + 8, 3), LARGE),
            new Case("row by row", rowByRow.apply(CONV.withPadding(1)), LARGE),
            new Case("row by row, no bias", rowByRow.apply(CONV.withoutBias()), LARGE))
        .map(given -> dynamicTest(given.name, () -> expectAlike(given)));
  }

  @Test
  void a_script_that_runs_line_by_line_calls_it_too() {
    Layer plain = Sequential.of(ai.djl.nn.Blocks.identityBlock(), SpectralNorm.of(CONV));
    try (var rig = new Rig(plain, LARGE);
        var same = new Rig(Sequential.of(Activation.relu(), SpectralNorm.of(CONV)), LARGE)) {
      NDArray x = rig.normal(1, LARGE).abs();
      assertThat(rig.run(Rig.EVALUATION, x)).isEqualTo(same.run(Rig.EVALUATION, x));
    }
  }

  private static void expectAlike(Case given) {
    try (var rig = new Rig(given.layer, given.shape)) {
      NDArray x = rig.normal(1, given.shape);
      assertThat(rig.text(Rig.EVALUATION, given.shape)).contains("winograd");
      NDArray found = rig.run(Rig.EVALUATION, x);
      NDArray recorded = Gradients.recording(() -> rig.run(Rig.EVALUATION, x));
      assertThat(found.getShape()).isEqualTo(recorded.getShape());
      float scale = recorded.abs().mean().getFloat();
      assertThat(found.sub(recorded).abs().max().getFloat()).isLessThan(1e-4f * scale);
    }
  }

  @Test
  void other_convolutions_are_libtorchs() {
    List<Layer> others =
        List.of(
            CONV.withStride(2),
            CONV.withDilation(2),
            CONV.withGroups(2),
            Conv2d.of(WIDE, 5),
            Conv2d.of(WIDE, 3, 1),
            Conv2d.of(WIDE - 1, 3));
    for (Layer other : others) {
      try (var rig = new Rig(other, LARGE)) {
        assertThat(rig.text(Rig.EVALUATION, new Shape(1, WIDE, 200, 200)))
            .doesNotContain("winograd");
      }
    }
    try (var rig = new Rig(CONV, LARGE)) {
      assertThat(rig.text(Rig.EVALUATION, new Shape(1, WIDE, 32, 32)))
          .as("few tiles")
          .doesNotContain("winograd");
      assertThat(rig.text(Rig.EVALUATION.withPrecision(Precision.MIXED), LARGE))
          .as("bfloat16")
          .doesNotContain("winograd");
      assertThat(rig.text(Rig.EVALUATION.withRecording(true), LARGE))
          .as("recorded")
          .doesNotContain("winograd");
    }
  }
}
