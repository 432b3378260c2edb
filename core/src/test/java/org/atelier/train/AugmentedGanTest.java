package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.DiffAugment;
import org.atelier.model.Objective;
import org.atelier.model.Penalty;
import org.atelier.model.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose discriminator sees changed pictures only, with a penalty in every third step. */
class AugmentedGanTest {
  @TempDir private Path folder;

  private static final class Augmented extends TinyGan {
    private final DiffAugment augment = DiffAugment.defaults();
    private final Penalty r1 = Penalty.of(1).every(3);
    private final NonSaturating loss = new NonSaturating();

    @Override
    protected Objective discriminatorObjective(Step<Images> step) {
      NDArray images = step.batch().images();
      NDArray real = discriminator().forward(augment.apply(step, images));
      NDArray fake = discriminator().forward(augment.apply(step, fake(step).stopGradient()));
      return Objective.of("real", loss.real(real))
          .plus("fake", loss.fake(fake))
          .plus(
              "r1",
              r1.weightAt(step.index()),
              () -> R1Penalty.of(x -> discriminator().forward(augment.apply(step, x)), images));
    }

    @Override
    protected Objective generatorObjective(Step<Images> step) {
      NDArray judged = discriminator().forward(augment.apply(step, fake(step)));
      return Objective.of("adversarial", loss.generator(judged));
    }
  }

  @Test
  void a_resumed_run_ends_with_the_bits_of_one_never_stopped() throws IOException {
    var options = TinyGan.training().withCheckpointEvery(7);
    try (var gan = new Augmented()) {
      new TrainingLoop<>(gan, TinyGan.data(), options).run(folder.resolve("whole"));
    }
    try (var gan = new Augmented()) {
      new TrainingLoop<>(gan, TinyGan.data(), options.withSteps(7)).run(folder.resolve("parts"));
    }
    try (var gan = new Augmented()) {
      new TrainingLoop<>(gan, TinyGan.data(), options).resume(folder.resolve("parts"));
    }
    Runs.assertSameEnd(folder.resolve("parts"), folder.resolve("whole"));
    assertThat(LossLog.read(folder.resolve("whole"), "discriminator.r1"))
        .containsOnlyKeys(1L, 4L, 7L, 10L, 13L, 16L, 19L);
  }

  @Test
  void the_derivative_reaches_the_generator() {
    try (var gan = new Augmented();
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(1);
      NDArray real = scope.zeros(new Shape(4, 1, TinyGan.SIZE, TinyGan.SIZE));
      var step = new Step<>(0, new Images(real), scope, CounterRandom.of(3));
      Objective objective = Gradients.recording(() -> gan.generatorObjective(step));
      Gradients.of(objective.total(), gan.generator().parameters().values().stream().toList())
          .forEach(gradient -> assertThat(gradient.norm().getFloat()).isPositive());
    }
  }
}
