package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.batch.LabelledImages;
import org.atelier.loss.CrossEntropy;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;

/** Three convolutions with batch norm that tell clothes apart; nothing generative. */
final class Classifier extends GenerativeModel<LabelledImages> {
  /** What it is trained with; the learning rate falls to 0 over the steps. */
  record Options(long steps, double learningRate) {}

  private static final int[] WIDTHS = {32, 64, 128};
  private static final String FEATURES = "features";
  private static final String CLASSES = "classes";

  private final Options options;
  private final Network network;

  Classifier(Options options) {
    this(options, network(options));
  }

  private Classifier(Options options, Network network) {
    super(network);
    this.options = options;
    this.network = network;
  }

  private static Network network(Options options) {
    return new Network(
        "classifier",
        layers(),
        Adam.of(options.learningRate(), 0.9).withSchedule(Schedule.cosine(options.steps(), 0)),
        new Shape(1, Clothes.SIZE, Clothes.SIZE));
  }

  /** Pictures to features (N, 128) and logits (N, 10). */
  private static Layer layers() {
    var layers = new LinkedHashMap<String, Block>();
    for (int i = 0; i < WIDTHS.length; i++) {
      layers.put("conv" + i, Conv2d.of(WIDTHS[i], 3).withPadding(1).withoutBias());
      layers.put("norm" + i, BatchNorm2d.of());
      layers.put("relu" + i, Activation.relu());
      if (i < WIDTHS.length - 1) {
        layers.put("pool" + i, Pool2d.max(2));
      }
    }
    layers.put("flat", Flatten.of());
    layers.put("hidden", Linear.of(WIDTHS[WIDTHS.length - 1]));
    layers.put(FEATURES, Activation.relu());
    layers.put("drop", Dropout.of(0.4));
    layers.put(CLASSES, Linear.of(Clothes.CLASSES));
    return Taps.of(Sequential.of(layers), FEATURES, CLASSES);
  }

  @Override
  public List<Phase<LabelledImages>> phases() {
    return List.of(Phase.of("classifier", this::objective, network));
  }

  private Objective objective(Step<LabelledImages> step) {
    NDList outputs = network.forwardAll(step.batch().images());
    return Objective.of("class", CrossEntropy.of(outputs.get(1), step.batch().labels()));
  }

  @Override
  public Options options() {
    return options;
  }

  /** The features and the logits of pictures (N, 1, 28, 28), in evaluation mode. */
  Network network() {
    return network;
  }

  /**
   * The likeliest classes.
   *
   * @return (N), int64
   */
  NDArray classify(NDArray pictures) {
    return network.evaluateAll(pictures).get(1).argMax(1);
  }
}
