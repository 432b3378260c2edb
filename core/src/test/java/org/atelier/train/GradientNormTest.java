package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.optim.GradientNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The norm of a phase's gradients, as listeners may ask for it. */
class GradientNormTest {
  @TempDir private Path folder;

  @Test
  void empty_arrays_are_passed_over() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var gradients =
          new NDList(
              scope.create(new float[] {3}),
              scope.create(new Shape(0)),
              scope.create(new float[] {0, 4}));
      assertThat(GradientNorm.of(gradients).getFloat()).isEqualTo(5);
      assertThat(GradientNorm.of(new NDList(scope.create(new Shape(0)))).getFloat()).isZero();
    }
  }

  @Test
  void is_that_before_clipping() throws IOException {
    var options = TinyGan.training().withSteps(1);
    List<Float> free = norms("free", options);
    List<Float> clipped = norms("clipped", options.withGradients(new GradientOptions(1, 1e-3)));
    assertThat(free).hasSize(2).allMatch(norm -> norm > 0.01);
    // The generator's, which comes second, sees a discriminator that learnt otherwise.
    assertThat(clipped.get(0)).isCloseTo(free.get(0), within(1e-4f));
    assertThat(clipped.get(1)).isGreaterThan(0.01f);
  }

  private List<Float> norms(String run, TrainingOptions options) throws IOException {
    var norms = new ArrayList<Float>();
    var asking =
        new LoopListener() {
          @Override
          public void onStep(StepReport report) {
            report.phases().forEach(phase -> norms.add(report.gradientNorm(phase)));
            assertThatThrownBy(() -> report.gradientNorm("critic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                    "The phase \"critic\" was not active in step 1; the active phases are"
                        + " [discriminator, generator]");
          }
        };
    Runs.train(folder.resolve(run), options, asking);
    return norms;
  }
}
