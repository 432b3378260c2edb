package org.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.random.CounterRandom;

/**
 * A model's phases along a reference's training steps, from its first weights to its last, for
 * networks that are named as the reference names them.
 *
 * @param <B> the batch
 */
public final class Trajectory<B> {
  private final Golden golden;
  private final GenerativeModel<B> model;
  private final Map<String, List<Float>> values = new LinkedHashMap<>();

  /** Gives the model the reference's first weights. */
  public Trajectory(String name, GenerativeModel<B> model) {
    golden = Golden.load(name);
    this.model = model;
    model.setDevice(Device.cpu());
    model.initialize(0);
    for (Network network : model.networks()) {
      GoldenWeights.load(network, golden.stateDict("init_" + network.name()));
    }
  }

  /** What the reference's batches and draws become. */
  @FunctionalInterface
  public interface Batches<B> {
    /** The batch of step {@code n}. */
    B batch(Inputs inputs);
  }

  /** What replaces the model's own draws in a step. */
  @FunctionalInterface
  public interface Draws<B> {
    /** Puts the reference's draws into the step. */
    void put(Step<B> step, Inputs inputs);
  }

  /** The n-th entry of the reference's inputs. */
  @FunctionalInterface
  public interface Inputs {
    /** The input of this name. */
    NDArray of(String name);
  }

  /** Trains for three steps. */
  public Trajectory<B> run(Batches<B> batches, Draws<B> draws) {
    for (int n = 0; n < 3; n++) {
      int index = n;
      try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        Inputs inputs = name -> golden.array(name, scope).get(index);
        var step = new Step<>(n, batches.batch(inputs), scope, CounterRandom.of(0));
        draws.put(step, inputs);
        for (Phase<B> phase : model.phases()) {
          if (phase.active().test(n)) {
            learn(phase, step);
          }
        }
      }
    }
    return this;
  }

  private void learn(Phase<B> phase, Step<B> step) {
    Objective objective = phase.learn(step);
    note(phase.name(), objective.total());
    objective.metrics().forEach((name, value) -> note(phase.name() + "." + name, value));
  }

  private void note(String name, NDArray value) {
    values.computeIfAbsent(name, missing -> new ArrayList<>()).add(value.getFloat());
  }

  /**
   * Compares what was minimised, or one of its terms, over the steps.
   *
   * @param metric a phase ("generator") or a metric of it ("generator.adversarial")
   * @param tensor the reference's
   */
  public Trajectory<B> expect(String metric, String tensor) {
    assertThat(values).containsKey(metric);
    List<Float> found = values.get(metric);
    var numbers = new float[found.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = found.get(i);
    }
    golden.assertMatches(tensor, numbers);
    return this;
  }

  /**
   * Compares final weights, statistics and all that the optimizers remember, except their counters
   * where ours do not count.
   */
  public void expectTheSameEnd() {
    int compared = 0;
    for (Network network : model.networks()) {
      String name = network.name();
      golden.assertFinalWeightsMatch(
          name, GoldenWeights.of(network, golden.stateDict("final_" + name)));
      Map<String, NDArray> memory = network.optimizerState().named();
      for (String parameter : network.parameters().keySet()) {
        for (String slot : network.optimizerState().optimizer().slots()) {
          String key = parameter + "." + slot;
          if (!golden.noiseDriven().contains(name + "." + parameter) || slot.equals("step")) {
            golden.assertMatches("optim/" + name + "." + key, memory.get(key));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isPositive();
  }
}
