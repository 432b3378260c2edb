package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
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
  void the_generators_derivative_is_that_of_the_changed_pictures_times_its_own() {
    try (var gan = new Augmented();
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(1);
      List<NDArray> parameters = List.copyOf(gan.generator().parameters().values());
      Objective objective = Gradients.recording(() -> gan.generatorObjective(step(scope)));
      NDList found = Gradients.of(objective.total(), parameters);

      // The same draws again, in two parts: by the pictures, then by the parameters.
      Step<Images> again = step(scope);
      NDArray fake = Gradients.recording(() -> gan.fake(again));
      NDArray pictures = fake.stopGradient();
      pictures.setRequiresGradient(true);
      NDArray judged =
          Gradients.recording(
              () ->
                  gan.loss.generator(
                      gan.discriminator().forward(gan.augment.apply(again, pictures))));
      assertThat(judged.getFloat()).isEqualTo(objective.total().getFloat());
      NDArray byPictures = Gradients.of(judged, List.of(pictures)).get(0);
      NDArray product = Gradients.recording(() -> fake.mul(byPictures).sum());
      NDList expected = Gradients.of(product, parameters);
      for (int i = 0; i < parameters.size(); i++) {
        float[] values = expected.get(i).toFloatArray();
        assertThat(found.get(i).toFloatArray()).containsExactly(values, within(1e-6f));
      }
      assertThat(found.stream().mapToDouble(gradient -> gradient.norm().getFloat()).sum())
          .isGreaterThan(1e-3);
    }
  }

  /** The same draws each time, dropout's too. */
  private static Step<Images> step(NDManager scope) {
    scope.getEngine().setRandomSeed(1);
    NDArray real = scope.zeros(new Shape(4, 1, TinyGan.SIZE, TinyGan.SIZE));
    return new Step<>(0, new Images(real), scope, CounterRandom.of(3));
  }
}
