package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atelier.data.batch.LabelledBatch;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.conditional.ConditionalVaeOptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of networks learns in bfloat16, near to what float32 gives. */
class MixedPrecisionTest {
  private static final PictureShape PICTURE = PictureShape.grey(16);

  static Stream<Named<Supplier<GenerativeModel<LabelledBatch>>>> models() {
    return Stream.of(
            AutoencoderArchitecture.perceptrons(PICTURE, 24),
            AutoencoderArchitecture.convolutions(PICTURE, 8),
            AutoencoderArchitecture.residuals(PICTURE, 8))
        .map(
            architecture ->
                Named.of(
                    architecture.getClass().getSimpleName(),
                    () ->
                        new ConditionalVae(
                            ConditionalVaeOptions.defaults()
                                .withAutoencoder(
                                    TinyTraining.options().withArchitecture(architecture)))));
  }

  @ParameterizedTest
  @MethodSource("models")
  void a_step_in_bfloat16_is_near_the_same_step_in_float32(
      Supplier<GenerativeModel<LabelledBatch>> build) {
    try (var exact = build.get();
        var mixed = build.get()) {
      var context = ExecutionContext.current().withPrecision(Precision.MIXED);
      float expected = secondLoss(exact);
      assertThat(context.run(() -> secondLoss(mixed)))
          .isNotEqualTo(expected)
          .isCloseTo(expected, within(0.02f * expected));
    }
  }

  /** What is minimised after the first step has been learnt from. */
  private static float secondLoss(GenerativeModel<LabelledBatch> model) {
    model.initialize(0);
    float loss = 0;
    try (NDManager scope = NDManager.newBaseManager()) {
      float[] values = CounterRandom.of(4).gaussians(4 * PICTURE.values());
      NDArray x = scope.create(values, new Shape(4).addAll(PICTURE.shape())).tanh();
      var batch = new LabelledImages(x, scope.create(new long[] {0, 3, 1, 9}));
      for (int n = 0; n < 2; n++) {
        var step = new Step<LabelledBatch>(n, batch, scope, CounterRandom.of(1, n));
        loss = model.phases().get(0).learn(step).total().getFloat();
      }
    }
    return loss;
  }
}
