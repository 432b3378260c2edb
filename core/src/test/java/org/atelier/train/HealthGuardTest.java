package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.latent.Latent;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.HealthWarning.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny runs that are made to go wrong, each in its own way. */
class HealthGuardTest {
  private static final HealthOptions OPTIONS = HealthOptions.defaults().withEvery(2);
  private static final HealthThresholds THRESHOLDS = HealthThresholds.defaults();

  @TempDir private Path folder;

  private final List<HealthWarning> warnings = new ArrayList<>();
  private final TinyGan.Options tiny = TinyGan.Options.defaults().withoutAverage();

  private HealthGuard guard(HealthOptions options) {
    return HealthGuard.of(options).telling(warnings::add);
  }

  private LoopListener.Outcome train(TinyGan gan, long steps, LoopListener... listeners)
      throws IOException {
    return new TrainingLoop<>(
            gan, TinyGan.data(), TinyGan.training().withSteps(steps).withCheckpointEvery(4))
        .with(listeners)
        .run(folder.resolve("run"));
  }

  /** All pictures shall be the picture that is grey everywhere. */
  private static class Collapsing extends TinyGan {
    Collapsing(Options options) {
      super(options.withLearningRate(0.05));
    }

    @Override
    protected Objective generatorObjective(Step<Images> step) {
      NDArray fake = fake(step);
      return step.index() < 10
          ? Objective.of("spread", fake.square().mean().neg())
          : Objective.of("grey", fake.square().mean());
    }
  }

  @Test
  void a_generator_that_makes_one_picture_has_collapsed() throws IOException {
    try (var gan = new Collapsing(tiny)) {
      var outcome =
          train(
              gan,
              200,
              guard(OPTIONS.withStop(true).withThresholds(THRESHOLDS.withDiscriminatorLoss(0))));
      assertThat(warnings).extracting(HealthWarning::trouble).containsExactly(Trouble.COLLAPSE);
      assertThat(warnings.get(0).message())
          .startsWith("Mode collapse: samples from different latents differ by ")
          .contains("where they differed by");
      assertThat(outcome.status()).isEqualTo(RunStatus.STOPPED);
      assertThat(outcome.message()).isEqualTo(warnings.get(0).message());
      assertThat(outcome.steps()).isEqualTo(warnings.get(0).step()).isGreaterThan(10);
    }
  }

  @Test
  void samples_may_be_compared_with_the_data() throws IOException {
    var data = List.of(flat(-1), flat(1));
    try (var gan = new Collapsing(tiny)) {
      train(
          gan, 60, guard(OPTIONS.withThresholds(new HealthThresholds(0.05, 0, 100))).against(data));
    }
    assertThat(warnings)
        .anySatisfy(
            warning -> assertThat(warning.message()).contains("where the data differ by 2"));
  }

  @Test
  void a_discriminator_that_need_not_try_has_won() throws IOException {
    var winning =
        new TinyGan(tiny) {
          @Override
          protected Objective discriminatorObjective(Step<Images> step) {
            Objective judging = super.discriminatorObjective(step);
            return Objective.of("judging", step.index() < 9 ? 1 : 1e-4, judging.total());
          }
        };
    try (winning) {
      train(winning, 20, guard(OPTIONS));
    }
    assertThat(warnings).hasSize(1);
    // Looks are after 2, 4, … steps, so 10, 12 and 14 are three in a row.
    assertThat(warnings.get(0).trouble()).isEqualTo(Trouble.DISCRIMINATOR_SATURATION);
    assertThat(warnings.get(0).step()).isEqualTo(14);
    assertThat(warnings.get(0).message())
        .startsWith("Discriminator saturation: the loss of the phase \"discriminator\" is ");
  }

  /** A discriminator of another name in a phase of another name, which tells all apart. */
  private static final class Judging extends Regression implements Adversarial {
    private final boolean saturates;

    Judging(boolean saturates) {
      this.saturates = saturates;
    }

    @Override
    public List<Network> discriminators() {
      return List.of(network);
    }

    @Override
    public boolean discriminatorsSaturate() {
      return saturates;
    }

    @Override
    protected Objective objective(Step<Images> step) {
      return Objective.of("tiny", 1e-6, super.objective(step).total());
    }
  }

  @Test
  void saturation_is_found_by_what_a_model_says_of_its_networks() throws IOException {
    try (var critic = new Judging(false);
        var discriminator = new Judging(true)) {
      var options = TinyGan.training().withSteps(8);
      new TrainingLoop<>(critic, TinyGan.data(), options)
          .with(guard(OPTIONS))
          .run(folder.resolve("critic"));
      assertThat(warnings).isEmpty();
      new TrainingLoop<>(discriminator, TinyGan.data(), options)
          .with(guard(OPTIONS))
          .run(folder.resolve("discriminator"));
    }
    assertThat(warnings)
        .singleElement()
        .extracting(HealthWarning::message)
        .asString()
        .startsWith("Discriminator saturation: the loss of the phase \"fit\" is ");
  }

  /** A model of latents without an adversary, whose samples are all the same from some call on. */
  private static final class Forgetting extends Regression implements LatentModel {
    private int looks;

    @Override
    public int latentSize() {
      return 1;
    }

    @Override
    public Shape pictureShape() {
      return new Shape(1, 2, 2);
    }

    @Override
    public List<Shape> conditionShapes() {
      return List.of();
    }

    @Override
    public Conditions sampleConditions() {
      return Conditions.none();
    }

    @Override
    public List<Picture> generate(List<Latent> latents, Conditions conditions) {
      boolean collapsed = looks++ >= 2;
      return latents.stream()
          .map(z -> flat(collapsed ? 0 : (float) Math.tanh(z.values()[0])))
          .toList();
    }
  }

  @Test
  void a_latent_model_without_an_adversary_collapses_to_its_prior() throws IOException {
    try (var model = new Forgetting()) {
      new TrainingLoop<>(model, TinyGan.data(), TinyGan.training().withSteps(12))
          .with(guard(OPTIONS))
          .run(folder.resolve("run"));
    }
    assertThat(warnings)
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.trouble()).isEqualTo(Trouble.COLLAPSE);
              // Looks after 2 and 4 steps are good, and the third bad one is that after 10.
              assertThat(warning.step()).isEqualTo(10);
              assertThat(warning.message()).startsWith("Posterior collapse: samples from");
            });
  }

  @Test
  void gradients_that_grow_a_millionfold_explode() throws IOException {
    var exploding =
        new TinyGan(tiny) {
          @Override
          protected Objective generatorObjective(Step<Images> step) {
            double weight = step.index() == 13 ? 1e6 : 1;
            return Objective.of("scaled", weight, super.generatorObjective(step).total());
          }
        };
    try (exploding) {
      train(exploding, 20, guard(OPTIONS));
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0).trouble()).isEqualTo(Trouble.EXPLODING_GRADIENTS);
    assertThat(warnings.get(0).step()).isEqualTo(14);
    assertThat(warnings.get(0).message())
        .startsWith("Exploding gradients in the phase \"generator\": their norm is ");
  }

  @Test
  void a_broken_model_is_put_back_to_its_best_checkpoint() throws IOException {
    var breaking =
        new TinyGan(tiny) {
          @Override
          protected Objective generatorObjective(Step<Images> step) {
            double weight = step.index() == 17 ? Double.NaN : 1;
            return Objective.of("broken", weight, super.generatorObjective(step).total());
          }
        };
    // Checkpoints after 4, 8, 12 and 16 steps; the second is the best, and is pruned by the run.
    var scores = new ArrayList<>(List.of(3.0, 1.0, 2.0, Double.NaN));
    var guard = guard(OPTIONS).rollingBackBy(model -> scores.remove(0));
    try (breaking) {
      assertThatThrownBy(() -> train(breaking, 40, guard)).isInstanceOf(TrainingException.class);
      assertThat(scores).isEmpty();
      assertThat(warnings).extracting(HealthWarning::trouble).contains(Trouble.NOT_FINITE);
      Checkpoint best = Checkpoints.latest(folder.resolve("run").resolve("best"));
      assertThat(best.description().step()).isEqualTo(8);
      try (var other = new TinyGan(tiny)) {
        Checkpoints.restore(other, best);
        assertThat(Runs.arrays(breaking)).isEqualTo(Runs.arrays(other)).isNotEmpty();
      }
    }
  }

  @Test
  void a_resumed_run_remembers_its_best_score() throws IOException {
    var options = TinyGan.training().withSteps(8).withCheckpointEvery(4);
    var scores = new ArrayList<>(List.of(2.0, 3.0, 2.5, 1.0));
    LoopListener guard = guard(OPTIONS).rollingBackBy(model -> scores.remove(0));
    Path run = folder.resolve("run");
    Runs.train(run, options, guard);
    assertThat(Checkpoints.latest(run.resolve("best")).description().step()).isEqualTo(4);
    Runs.resume(run, options.withSteps(12), guard);
    assertThat(Checkpoints.latest(run.resolve("best")).description().step()).isEqualTo(4);
    Runs.resume(run, options.withSteps(16), guard);
    assertThat(Checkpoints.latest(run.resolve("best")).description().step()).isEqualTo(16);

    Files.writeString(run.resolve("best").resolve("score.txt"), "best of all");
    assertThatThrownBy(() -> Runs.resume(run, options.withSteps(20), guard))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "expected a score (a number), but got \"best of all\"; delete the folder");
  }

  @Test
  void should_not_warn_of_a_healthy_run_nor_change_a_bit_of_it() throws IOException {
    Path guarded = folder.resolve("guarded");
    Path alone = folder.resolve("alone");
    Runs.train(guarded, TinyGan.training(), guard(OPTIONS).rollingBackBy(model -> 1));
    Runs.train(alone, TinyGan.training());
    Runs.assertSameEnd(guarded, alone);
    assertThat(warnings).isEmpty();
  }

  @Test
  void diversity_is_the_mean_distance_of_pairs() {
    // Distances 1, 2 and 1.
    assertThat(HealthGuard.diversity(List.of(flat(-1), flat(0), flat(1))))
        .isCloseTo(4 / 3.0, within(1e-9));
    assertThat(HealthGuard.diversity(List.of(flat(1), flat(1)))).isZero();
    assertThatThrownBy(() -> HealthGuard.diversity(List.of(flat(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected at least 2 pictures to compare, but got 1");
    var small = new Picture(1, 1, 2, new float[2]);
    assertThatThrownBy(() -> HealthGuard.diversity(List.of(flat(1), small)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected pictures of the same size, but got 2 and 4 values");
  }

  private static Picture flat(float value) {
    return new Picture(1, 2, 2, new float[] {value, value, value, value});
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    assertThatThrownBy(() -> OPTIONS.withEvery(0))
        .hasMessage("every must be at least 1, but was 0");
    assertThatThrownBy(() -> OPTIONS.withSamples(1))
        .hasMessage("samples must be at least 2, but was 1");
    assertThatThrownBy(() -> THRESHOLDS.withDiversity(1))
        .hasMessageContaining("diversity must be in [0, 1)");
    assertThatThrownBy(() -> THRESHOLDS.withGradientNorm(1))
        .hasMessage("gradientNorm must be above 1, but was 1.0");
    assertThatThrownBy(() -> OPTIONS.withPatience(0))
        .hasMessage("patience must be at least 1, but was 0");
  }
}
