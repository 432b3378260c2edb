package com.example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.data.Images;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;

/** A template to copy: least squares on the discriminator's side, hinge on the generator's. */
public final class MyGan extends Gan<Images> {
  /** What the model is built with; checkpoints save it. Check the values here. */
  public record Options(int filters, double learningRate) {}

  private final Options options;

  public MyGan(Options options) {
    super(
        new Generator( // latents of 16 numbers to grey pictures of 8×8, in [-1, 1]
            16,
            Sequential.of(
                Reshape.to(16, 1, 1),
                ConvTranspose2d.of(options.filters(), 4), BatchNorm2d.of(), Activation.relu(),
                ConvTranspose2d.of(1, 4).withStride(2).withPadding(1), Activation.tanh()),
            Adam.of(options.learningRate(), 0.5)),
        new Discriminator( // such pictures to one number each
            new Shape(1, 8, 8),
            Sequential.of(
                Conv2d.of(options.filters(), 4).withStride(2).withPadding(1),
                Activation.leakyRelu(0.2), Conv2d.of(1, 4), Flatten.of()),
            Adam.of(options.learningRate(), 0.5)));
    this.options = options;
  }

  @Override public Options options() { return options; }

  @Override protected Objective discriminatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step).stopGradient()); // G learns nothing here
    return Objective.of("real", real.sub(1).square().mean()).plus("fake", fake.square().mean());
  }

  @Override protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", discriminator().forward(fake(step)).neg().mean());
  }
}
