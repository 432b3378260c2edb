package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Flatten;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;

/** The plainest model: one network, one phase, no randomness beside its first weights. */
class Regression extends GenerativeModel<Images> {
  record Options() {}

  final Network network;

  Regression() {
    this(
        new Network(
            "line",
            Sequential.of(Flatten.of(), Linear.of(1)),
            Adam.of(0.05, 0.9),
            new Shape(1, TinyGan.SIZE, TinyGan.SIZE)));
  }

  private Regression(Network network) {
    super(network);
    this.network = network;
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(Phase.of("fit", this::objective, network));
  }

  protected Objective objective(Step<Images> step) {
    NDArray images = step.batch().images();
    NDArray error = network.forward(images).sub(1).square().mean();
    return Objective.of("error", error);
  }
}
