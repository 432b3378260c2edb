package org.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;

/**
 * A model's phases along a reference's training steps, from its first weights to its last. Every
 * loss that the case has must be compared or left out by name.
 *
 * @param <B> the batch
 */
public final class Trajectory<B> {
  private static final String LOSSES = "losses.";
  private static final String COUNTER = "step";

  private final Golden golden;
  private final GenerativeModel<B> model;
  private final UnaryOperator<String> names;
  private final int steps;

  /** Of each step what was minimised and its terms, by phase and by phase.term. */
  private final Map<Integer, Map<String, Double>> values = new TreeMap<>();

  private final Set<String> compared = new LinkedHashSet<>();

  /** Gives the model the reference's first weights; its networks have the reference's names. */
  public Trajectory(Golden golden, GenerativeModel<B> model) {
    this(golden, model, name -> name);
  }

  /**
   * Gives the model the reference's first weights.
   *
   * @param names a network's name to the reference's
   */
  public Trajectory(Golden golden, GenerativeModel<B> model, UnaryOperator<String> names) {
    this.golden = golden;
    this.model = model;
    this.names = names;
    steps = golden.size("steps");
    model.setDevice(Device.cpu());
    model.initialize(0);
    for (Network network : model.networks()) {
      GoldenWeights.load(network, golden.stateDict("init_" + name(network)));
      if (network.optimizerState().optimizer() instanceof Adam adam) {
        assertThat(adam.learningRate()).isEqualTo(golden.learningRate());
        assertThat(adam.beta1()).isEqualTo(golden.number("beta1", "betas \\(([\\d.]+),"));
        assertThat(adam.beta2()).isEqualTo(golden.number("beta2", "betas \\([\\d.]+, ?([\\d.]+)"));
      }
    }
  }

  private String name(Network network) {
    return names.apply(network.name());
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

  /** Trains for as many steps as the reference did. */
  public Trajectory<B> run(Batches<B> batches, Draws<B> draws) {
    for (int n = 0; n < steps; n++) {
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
    Map<String, Double> found =
        values.computeIfAbsent((int) step.index(), missing -> new LinkedHashMap<>());
    found.put(phase.name(), value(objective.total()));
    objective
        .metrics()
        .forEach((name, value) -> found.put(phase.name() + "." + name, value(value)));
  }

  private static double value(NDArray value) {
    return value.getFloat();
  }

  /**
   * Compares what was minimised, or one of its terms, over the steps.
   *
   * @param metric a phase ("generator") or a term of it without its weight
   *     ("generator.adversarial")
   * @param tensor the reference's
   */
  public Trajectory<B> expect(String metric, String tensor) {
    return expect(tensor, List.of(metric), of -> of.get(metric));
  }

  /** As the other, of a term with a weight. */
  public Trajectory<B> expect(String metric, double weight, String tensor) {
    return expect(tensor, List.of(metric), of -> weight * of.get(metric));
  }

  /** As the other, of the mean of two terms or of their sum: each has this weight. */
  public Trajectory<B> expect(String metric, String other, double weight, String tensor) {
    return expect(tensor, List.of(metric, other), of -> weight * (of.get(metric) + of.get(other)));
  }

  private Trajectory<B> expect(
      String tensor, List<String> metrics, ToDoubleFunction<Map<String, Double>> value) {
    List<Integer> known =
        values.keySet().stream()
            .filter(step -> values.get(step).keySet().containsAll(metrics))
            .toList();
    assertThat(known).as("steps that have %s, of %s", metrics, values).isNotEmpty();
    float[] found = golden.tensor(tensor).toFloats();
    // A loss has an entry for each update, or for each step; then some have no update of ours.
    boolean each = found.length != known.size();
    assertThat(found).hasSize(each ? steps : known.size());
    for (int i = 0; i < known.size(); i++) {
      found[each ? known.get(i) : i] = (float) value.applyAsDouble(values.get(known.get(i)));
    }
    golden.assertMatches(tensor, found);
    compared.add(tensor);
    return this;
  }

  /** Leaves out losses of the reference that the model does not compute, if the case has them. */
  public Trajectory<B> without(String... tensors) {
    compared.addAll(List.of(tensors));
    return this;
  }

  /**
   * Compares final weights, statistics and all that the optimizers remember, except their counters
   * where ours do not count.
   */
  public void expectTheSameEnd() {
    assertThat(compared)
        .as("losses")
        .containsAll(golden.io().keySet().stream().filter(key -> key.startsWith(LOSSES)).toList());
    var moments = new LinkedHashSet<String>();
    for (Network network : model.networks()) {
      String name = name(network);
      golden.assertFinalWeightsMatch(
          name, GoldenWeights.of(network, golden.stateDict("final_" + name)));
      Map<String, NDArray> memory = network.optimizerState().named();
      for (String parameter : network.parameters().keySet()) {
        for (String slot : network.optimizerState().optimizer().slots()) {
          String key = parameter + "." + slot;
          if (!golden.noiseDriven().contains(name + "." + parameter) || slot.equals(COUNTER)) {
            golden.assertMatches("optim/" + name + "." + key, memory.get(key));
            moments.add(name + "." + key);
          }
        }
      }
    }
    assertThat(moments)
        .containsAll(
            golden.optim().keySet().stream()
                .filter(key -> !key.endsWith("." + COUNTER))
                .filter(
                    key -> !golden.noiseDriven().contains(key.substring(0, key.lastIndexOf('.'))))
                .toList());
  }
}
