package org.atelier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.latent.Latent;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Concat;
import org.atelier.nn.Flatten;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** What a generator is told beside latents: labels, and a vector of numbers. */
class ConditionalGanTest {
  /** Is told two numbers of every picture. */
  private static final class Told extends Gan<Images> {
    record Options() {}

    Told() {
      super(
          new Generator(
              3,
              Sequential.of(Concat.channels(), Linear.of(4), Reshape.to(1, 2, 2)),
              Sgd.of(1),
              new Shape(2)),
          new Discriminator(
              new Shape(1, 2, 2), Sequential.of(Flatten.of(), Linear.of(1)), Sgd.of(1)));
    }

    @Override
    public Options options() {
      return new Options();
    }

    @Override
    protected NDList fakeConditions(Step<Images> step) {
      return new NDList(step.manager().ones(new Shape(latents(step).getShape().get(0), 2)));
    }

    @Override
    public Conditions sampleConditions() {
      return (manager, from, count) -> new NDList(manager.ones(new Shape(count, 2)));
    }

    @Override
    protected Objective discriminatorObjective(Step<Images> step) {
      return Objective.of("none", discriminator().forward(fake(step)).mean());
    }

    @Override
    protected Objective generatorObjective(Step<Images> step) {
      return discriminatorObjective(step);
    }
  }

  @Test
  void samples_follow_their_conditions_and_not_their_number() {
    try (var gan = new Told()) {
      gan.initialize(0);
      List<Picture> many = gan.sample(70, 3);
      assertThat(gan.sample(2, 3)).isEqualTo(many.subList(0, 2));
      Conditions others = (manager, from, count) -> new NDList(manager.zeros(new Shape(count, 2)));
      assertThat(gan.sample(2, 3, others)).doesNotContainAnyElementsOf(many.subList(0, 2));
    }
  }

  @Test
  void truncated_samples_are_made_of_truncated_latents() {
    Conditions ones = (manager, from, count) -> new NDList(manager.ones(new Shape(count, 2)));
    try (var gan = new Told()) {
      gan.initialize(0);
      List<Latent> latents =
          List.of(Latent.truncatedNormal(3, 5, 0, 0.3), Latent.truncatedNormal(3, 5, 1, 0.3));
      assertThat(gan.sample(2, 5, ones, 0.3))
          .isEqualTo(gan.generate(latents, ones))
          .isNotEqualTo(gan.sample(2, 5, ones));
      assertThat(gan.sample(2, 5, ones, 100)).isEqualTo(gan.sample(2, 5, ones));
      assertThatThrownBy(() -> gan.sample(0, 5, ones, 0.3))
          .hasMessage("count must be at least 1, but was 0");
      assertThatThrownBy(() -> gan.sample(1, 5, ones, 0))
          .hasMessage("The truncation threshold must be at least 0.01, but was 0.0");
    }
  }

  @Test
  void pictures_of_given_latents_are_those_of_samples() {
    Conditions ones = (manager, from, count) -> new NDList(manager.ones(new Shape(count, 2)));
    try (var gan = new Told()) {
      gan.initialize(0);
      List<Picture> samples = gan.sample(3, 5);
      List<Latent> latents = List.of(gan.latent(5, 0), gan.latent(5, 1), gan.latent(5, 2));
      int arrays = gan.generator().managedArrays();
      assertThat(gan.generate(latents, ones)).isEqualTo(samples);
      assertThat(gan.generator().managedArrays()).isEqualTo(arrays);

      assertThatThrownBy(() -> gan.generate(latents))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The model has a conditioning input beside latents; call");
      List<Latent> longer = List.of(Latent.normal(4, 0, 0));
      assertThatThrownBy(() -> gan.generate(longer, ones))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected latents of 3 values, but got one of 4");
    }
  }

  @Test
  void fakes_are_made_of_the_steps_latents_and_conditions() {
    try (var gan = new Told();
        NDManager scope = NDManager.newBaseManager()) {
      gan.initialize(0);
      var step = step(scope);
      NDArray expected = gan.generator().forward(gan.latents(step), scope.ones(new Shape(5, 2)));
      assertThat(gan.fake(step).toFloatArray()).containsExactly(expected.toFloatArray());
      assertThat(gan.fake(step)).isSameAs(gan.fake(step));
      assertThat(gan.generate(step)).isNotSameAs(gan.generate(step));
    }
  }

  @Test
  void labels_are_drawn_evenly_and_again_the_same() {
    var labels = new ClassLabels(4);
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray drawn = labels.draw(step(scope), 4000);
      assertThat(drawn.getDataType()).isEqualTo(DataType.INT64);
      assertThat(drawn.toLongArray()).containsExactly(labels.draw(step(scope), 4000).toLongArray());
      for (int label = 0; label < 4; label++) {
        assertThat(drawn.eq(label).sum().getLong()).isBetween(900L, 1100L);
      }
    }
  }

  @Test
  void labels_of_samples_come_in_turn_or_are_one() {
    var labels = new ClassLabels(3);
    try (NDManager scope = NDManager.newBaseManager()) {
      assertThat(labels.inTurn().of(scope, 2, 4).singletonOrThrow().toLongArray())
          .containsExactly(2, 0, 1, 2);
      assertThat(labels.always(1).of(scope, 2, 3).singletonOrThrow().toLongArray())
          .containsExactly(1, 1, 1);
    }
    assertThatThrownBy(() -> labels.always(-1)).hasMessage("label must be in [0, 2], but was -1");
    assertThatThrownBy(() -> new ClassLabels(0))
        .hasMessage("classes must be at least 1, but was 0");
  }

  private static Step<Images> step(NDManager scope) {
    return new Step<>(
        0, new Images(scope.zeros(new Shape(5, 1, 2, 2))), scope, CounterRandom.of(8));
  }
}
