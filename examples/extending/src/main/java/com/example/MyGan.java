package com.example;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
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
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/** A template to copy: least squares on the discriminator's side, hinge on the generator's. */
public final class MyGan extends Gan<Images> {
  /** What the model is built with; checkpoints save it. Pictures have sides of multiples of 4. */
  public record Options(PictureShape picture, int filters, Adam optimizer) {}

  private final Options options;

  public MyGan(Options options) {
    super(
        new Generator(64, generator(options.picture(), options.filters()), options.optimizer()),
        new Discriminator(options.picture().shape(), discriminator(options.filters()), options.optimizer()));
    this.options = options;
  }

  public static MyGan load(Path run) throws IOException { return Trained.load(run, MyGan.class); }

  @Override public Options options() { return options; }

  @Override protected Objective discriminatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step).stopGradient()); // no gradient reaches G
    return Objective.of("real", real.sub(1).square().mean()).plus("fake", fake.square().mean());
  }

  @Override protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", discriminator().forward(fake(step)).neg().mean());
  }

  private static Layer generator(PictureShape to, int filters) { // (N, 64) to (N, C, H, W)
    return Sequential.of(
        Linear.of(filters * to.height() / 4 * to.width() / 4),
        Reshape.to(filters, to.height() / 4, to.width() / 4), BatchNorm2d.of(), Activation.relu(),
        ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1), BatchNorm2d.of(), Activation.relu(),
        ConvTranspose2d.of(to.channels(), 4).withStride(2).withPadding(1), Activation.tanh());
  }

  private static Layer discriminator(int filters) { // (N, C, H, W) to (N, 1)
    return Sequential.of(
        Conv2d.of(filters, 4).withStride(2).withPadding(1), Activation.leakyRelu(0.2),
        Conv2d.of(filters, 4).withStride(2).withPadding(1), Activation.leakyRelu(0.2),
        Flatten.of(), Linear.of(1));
  }

  /** Makes the model known to {@code ./atelier}; named in META-INF/services. */
  public static final class Provider implements ModelProvider {
    @Override public List<ModelType<?, ?>> models() {
      return List.of(
          new ModelType<>(
              "my-gan", "least squares against hinge", Images.class, MyGan.class, Options.class,
              (picture, classes) -> new Options(picture, 32, Adam.of(2e-4, 0.5)), MyGan::new));
    }
  }
}
