package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Gan;
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
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;

/**
 * A GAN of 8×8 pictures that has all that a resumed run must remember: batch statistics, dropout,
 * Adam's moments, a moving average and a pool of old fakes.
 */
class TinyGan extends Gan<Images> {
  static final int SIZE = 8;
  private static final int POOL = 32;

  record Options(int filters, double learningRate, boolean average) {
    static Options defaults() {
      return new Options(8, 2e-3, true);
    }

    Options withFilters(int filters) {
      return new Options(filters, learningRate, average);
    }

    Options withLearningRate(double learningRate) {
      return new Options(filters, learningRate, average);
    }

    Options withoutAverage() {
      return new Options(filters, learningRate, false);
    }
  }

  private final Options options;
  final NDManager poolManager = NDManager.newBaseManager();
  private final NDArray pool = poolManager.zeros(new Shape(POOL, 1, SIZE, SIZE), DataType.FLOAT32);
  private final NonSaturating loss = new NonSaturating();

  /** What tests want to see or disturb in the discriminator's phase. */
  Consumer<Step<Images>> inDiscriminatorPhase = step -> {};

  /** How the state is handed out. */
  UnaryOperator<Map<String, NDArray>> handingOut = state -> state;

  TinyGan(Options options) {
    super(
        new Generator(4, generatorLayers(options), Adam.of(options.learningRate(), 0.5)),
        new Discriminator(
            new Shape(1, SIZE, SIZE),
            discriminatorLayers(options),
            Adam.of(options.learningRate(), 0.5)));
    this.options = options;
    if (options.average()) {
      generator().keepAverage(0.9);
    }
  }

  TinyGan() {
    this(Options.defaults());
  }

  /** Forty pictures: a bright spot that wanders. */
  static TrainingData<Images> data() {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var picture = new byte[SIZE * SIZE];
      picture[(i * 7) % picture.length] = (byte) 255;
      picture[(i * 7 + 1) % picture.length] = (byte) (i * 6);
      pictures.add(picture);
    }
    return InMemory.ofBytes(1, SIZE, SIZE, pictures).images(SIZE);
  }

  static TrainingOptions training() {
    return TrainingOptions.defaults()
        .withBatchSize(8)
        .withSteps(20)
        .withCheckpointEvery(6)
        .withSeed(5);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Map<String, NDArray> state() {
    var state = new LinkedHashMap<String, NDArray>();
    state.put("pool", pool);
    return handingOut.apply(state);
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    inDiscriminatorPhase.accept(step);
    NDArray fake = fake(step).stopGradient();
    NDArray real = discriminator().forward(step.batch().images());
    NDArray old = discriminator().forward(remember(step, fake));
    return Objective.of("real", loss.real(real))
        .plus("fake", loss.fake(discriminator().forward(fake)))
        .plus("old", 0.5, loss.fake(old));
  }

  /** Half of the pool moves on, half is what this step made; which is drawn from the step. */
  private NDArray remember(Step<Images> step, NDArray fake) {
    CounterRandom random = step.random();
    long count = fake.getShape().get(0);
    return Gradients.withoutRecording(
        () -> {
          NDArray before = Layout.copyOf(pool, step.manager());
          int from = random.nextInt((int) (POOL - count));
          NDArray kept = before.get((from + count) + ":");
          NDArray rest = before.get(":" + from);
          NDArray next = fake.concat(rest, 0).concat(kept, 0);
          Layout.copyInto(pool, next);
          return next.get(":" + 2 * count);
        });
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(discriminator().forward(fake(step))));
  }

  @Override
  public void close() {
    poolManager.close();
    super.close();
  }

  private static Layer generatorLayers(Options options) {
    return Sequential.of(
        Reshape.to(4, 1, 1),
        ConvTranspose2d.of(options.filters(), 4).withoutBias(),
        BatchNorm2d.of(),
        Activation.relu(),
        ConvTranspose2d.of(1, 4).withStride(2).withPadding(1),
        Activation.tanh());
  }

  private static Layer discriminatorLayers(Options options) {
    return Sequential.of(
        Conv2d.of(options.filters(), 4).withStride(2).withPadding(1).withoutBias(),
        BatchNorm2d.of(),
        Activation.leakyRelu(0.2),
        new SomeDropped(),
        Conv2d.of(1, 4),
        Flatten.of());
  }

  private static final class SomeDropped extends Layer {
    @Override
    protected Values write(Script script, Values in) {
      Value x = in.only();
      return script.line(x.shape(), "torch.dropout({0}, 0.3, {1})", x, script.training());
    }
  }
}
