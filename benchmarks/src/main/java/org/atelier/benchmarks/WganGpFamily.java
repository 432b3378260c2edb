package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.PictureShape;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.Wasserstein;
import org.atelier.model.*;
import org.atelier.nn.*;
import org.atelier.optim.Adam;

final class WganGpFamily {
  private WganGpFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    var model = new M(size);
    model.setPrecision(precision);
    return new TrainingSteps<>(model, RandomPictures.of(batch, PictureShape.rgb(size)));
  }

  static final class M extends Gan<Images> {
    record O(int size) {}
    private final O o;
    private final Wasserstein loss = new Wasserstein();
    M(int size) {
      super(new Generator(100, g(size), Adam.of(1e-4, 0).withBeta2(.9)),
          new Discriminator(new Shape(3, size, size), d(size), Adam.of(1e-4, 0).withBeta2(.9)));
      o = new O(size);
    }
    @Override public O options() { return o; }
    static Layer g(int size) {
      int n = Integer.numberOfTrailingZeros(size / 4);
      int f = 64 << (n - 1);
      List<Block> l = new ArrayList<>();
      l.add(Reshape.to(100, 1, 1));
      l.add(ConvTranspose2d.of(f, 4).withoutBias());
      for (int i = 1; i < n; i++) { l.add(BatchNorm2d.of()); l.add(Activation.relu()); f /= 2; l.add(ConvTranspose2d.of(f, 4).withStride(2).withPadding(1).withoutBias()); }
      l.add(BatchNorm2d.of()); l.add(Activation.relu());
      l.add(ConvTranspose2d.of(3, 4).withStride(2).withPadding(1).withoutBias());
      l.add(Activation.tanh());
      return init(Sequential.of(l.toArray(Block[]::new)));
    }
    static Layer d(int size) {
      int n = Integer.numberOfTrailingZeros(size / 4);
      List<Block> l = new ArrayList<>();
      for (int i = 0; i < n; i++) { l.add(Conv2d.of(64 << i, 4).withStride(2).withPadding(1).withoutBias()); l.add(Activation.leakyRelu(.2)); }
      l.add(Conv2d.of(1, 4).withoutBias());
      l.add(Flatten.of());
      return init(Sequential.of(l.toArray(Block[]::new)));
    }
    static Layer init(Layer n) {
      n.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
      n.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
      return n;
    }
    @Override public List<Phase<Images>> phases() {
      return List.of(Phase.of("critic", this::discriminatorObjective, discriminator()),
          Phase.of("generator", this::generatorObjective, generator()).every(5));
    }
    @Override protected Objective discriminatorObjective(Step<Images> step) {
      NDArray images = step.batch().images();
      NDArray generated = Gradients.withoutRecording(() -> generate(step));
      NDArray alpha = step.uniform(images.getShape().get(0));
      NDArray real = discriminator().forward(images);
      NDArray fake = discriminator().forward(generated);
      return Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake))
          .plus("penalty", 10, GradientPenalty.of(discriminator()::forward, images, generated, alpha));
    }
    @Override protected Objective generatorObjective(Step<Images> step) {
      return Objective.of("adversarial", loss.generator(discriminator().forward(generate(step))));
    }
  }
}
