package org.atelier.cli;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.Flatten;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;

/** A model as a user's jar would provide it: on the class path of the tests alone. */
public final class OwnGan extends Gan<Images> {
  /** What it is built with. */
  public record Options(PictureShape picture, int units, Adam optimizer) {
    public Options {
      if (units < 1) {
        throw new IllegalArgumentException("units must be at least 1, but was " + units);
      }
    }
  }

  private final Options options;

  public OwnGan(Options options) {
    super(
        new Generator(
            3,
            Sequential.of(
                Linear.of(options.picture().values()),
                Activation.tanh(),
                Reshape.to(
                    options.picture().channels(),
                    options.picture().height(),
                    options.picture().width())),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            Sequential.of(
                Flatten.of(), Linear.of(options.units()), Activation.relu(), Linear.of(1)),
            options.optimizer()));
    this.options = options;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step).stopGradient());
    return Objective.of("real", real.sub(1).square().mean()).plus("fake", fake.square().mean());
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", discriminator().forward(fake(step)).neg().mean());
  }

  /** How the commands find it. */
  public static final class Provider implements ModelProvider {
    @Override
    public List<ModelType<?, ?>> models() {
      return List.of(
          new ModelType<>(
              "own-gan",
              "a model of the tests",
              Images.class,
              OwnGan.class,
              Options.class,
              (picture, classes) -> new Options(picture, 4, Adam.of(1e-3, 0.5)),
              OwnGan::new));
    }
  }
}
