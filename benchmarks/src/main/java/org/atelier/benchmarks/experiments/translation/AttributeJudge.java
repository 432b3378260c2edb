package org.atelier.benchmarks.experiments.translation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.datasets.Faces;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** Finds the five attributes of faces; trained here on real faces, and part of no model. */
final class AttributeJudge extends GenerativeModel<AttributeImages> {
  /** What it is trained with; the learning rate falls to 0 over the steps. */
  record Options(long steps, double learningRate) {}

  private static final Options OPTIONS = new Options(900, 2e-3);
  private static final int BATCH = 32;
  private static final int AT_ONCE = 64;
  private static final NativeFunction LOSS =
      NativeFunction.of("torch.binary_cross_entropy_with_logits(x, y, None, None, 1)", "x", "y");

  private final Options options;
  private final Network network;

  private AttributeJudge(Options options) {
    this(options, network(options));
  }

  private AttributeJudge(Options options, Network network) {
    super(network);
    this.options = options;
    this.network = network;
  }

  private static Network network(Options options) {
    return new Network(
        "judge",
        layers(),
        Adam.of(options.learningRate(), 0.9).withSchedule(Schedule.cosine(options.steps(), 0)),
        new Shape(3, Tasks.SMALL, Tasks.SMALL));
  }

  private static Layer layers() {
    List<Block> layers = new ArrayList<>();
    for (int width : new int[] {16, 32, 64}) {
      layers.add(Conv2d.of(width, 3).withPadding(1).withoutBias());
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
      layers.add(Pool2d.max(2));
    }
    layers.add(Flatten.of());
    layers.add(Linear.of(Faces.Attribute.values().length));
    return Sequential.of(layers.toArray(Block[]::new));
  }

  /** The judge of a run's folder; trained first if it is not there yet. */
  static AttributeJudge open(Path folder) throws IOException {
    Faces training = Faces.embedded().train();
    var images =
        ImageOptions.defaults()
            .withSize(Tasks.SMALL)
            // A translation may be off by a pixel and still show glasses.
            .withAugmentation(Augmentation.none().withPad(1));
    InMemory stored = InMemory.copyOf(training, ImageOptions.defaults().withSize(Tasks.SMALL));
    var data = AttributeImages.of(images, Tasks.labelled(training, stored));
    var judge = new AttributeJudge(OPTIONS);
    var loop =
        new TrainingLoop<>(
            judge,
            data,
            TrainingOptions.defaults().withBatchSize(BATCH).withSteps(OPTIONS.steps()));
    if (Files.isDirectory(folder.resolve("checkpoints"))) {
      loop.resume(folder);
    } else {
      loop.run(folder);
    }
    return judge;
  }

  @Override
  public List<Phase<AttributeImages>> phases() {
    return List.of(Phase.of("judge", this::objective, network));
  }

  private Objective objective(Step<AttributeImages> step) {
    NDArray logits = network.forward(step.batch().images());
    return Objective.of("attributes", LOSS.apply(logits, step.batch().attributes()));
  }

  @Override
  public Options options() {
    return options;
  }

  /** Which attributes it finds in pictures of the task. */
  boolean[][] found(List<Picture> pictures) {
    var found = new boolean[pictures.size()][Faces.Attribute.values().length];
    for (int from = 0; from < found.length; from += AT_ONCE) {
      List<Picture> batch = pictures.subList(from, Math.min(found.length, from + AT_ONCE));
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        float[] logits = network.predict(Pictures.toBatch(batch, scratch)).toFloatArray();
        for (int i = 0; i < logits.length; i++) {
          found[from + i / found[0].length][i % found[0].length] = logits[i] > 0;
        }
      }
    }
    return found;
  }
}
