package org.atelier.translation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.model.network.Network;
import org.atelier.nn.Layer;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenWeights;

/** A network of a reference project, its values, gradients and statistics, number by number. */
public final class GoldenNetwork {
  private final Golden golden;
  private final List<String> inputs;
  private final List<String> outputs;
  private boolean inEvaluation = true;
  private UnaryOperator<NDArray> before = x -> x;
  private UnaryOperator<NDList> after = y -> y;

  /** A case; it names its inputs, the picture first, and its outputs in their order. */
  public GoldenNetwork(Golden golden) {
    this.golden = golden;
    JsonObject tensors = golden.description().getAsJsonObject("tensors");
    inputs =
        tensors.keySet().stream()
            .filter(name -> tensors.getAsJsonObject(name).get("role").getAsString().equals("input"))
            .filter(name -> !name.startsWith("cotangent."))
            .toList();
    outputs =
        tensors.keySet().stream()
            .filter(name -> name.startsWith("output."))
            .map(name -> name.substring(name.indexOf('.', "output.".length()) + 1))
            .distinct()
            .toList();
  }

  /** Where our convention differs: what becomes of the reference's picture, and of our results. */
  public GoldenNetwork between(UnaryOperator<NDArray> before, UnaryOperator<NDList> after) {
    this.before = before;
    this.after = after;
    return this;
  }

  /** Leaves the reference's evaluation mode out. */
  public GoldenNetwork inTrainingOnly() {
    inEvaluation = false;
    return this;
  }

  /** Compares all that the case has. */
  public void check(Layer layers) {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray[] given =
          inputs.stream().map(name -> golden.array(name, scope)).toArray(NDArray[]::new);
      Shape[] shapes =
          Arrays.stream(given).map(array -> array.getShape().slice(1)).toArray(Shape[]::new);
      try (var network = new Network("golden", layers, Adam.of(1e-3, 0.5), shapes)) {
        network.initialize(0, Device.cpu());
        expectTheSameNames(network);
        int compared = 0;
        for (boolean training : inEvaluation ? new boolean[] {false, true} : new boolean[] {true}) {
          String prefix = training ? "output.train." : "output.eval.";
          if (golden.io().containsKey(prefix + outputs.get(0))) {
            GoldenWeights.load(network, golden.weights());
            compare(network, training, prefix, given);
            compared++;
          }
        }
        assertThat(compared).isPositive();
      }
    }
  }

  private void expectTheSameNames(Network network) {
    var names = new ArrayList<>(network.parameters().keySet());
    names.addAll(network.buffers().keySet());
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            golden.weights().keySet().stream()
                .filter(name -> !name.endsWith("num_batches_tracked"))
                .toList());
  }

  private void compare(Network network, boolean training, String prefix, NDArray[] given) {
    boolean differentiated = training && golden.io().containsKey("loss");
    for (NDArray input : given) {
      input.setRequiresGradient(differentiated);
    }
    NDList results =
        Gradients.recording(
            () -> {
              NDArray[] fed = given.clone();
              fed[0] = before.apply(given[0]);
              return after.apply(training ? network.forwardAll(fed) : network.evaluateAll(fed));
            });
    for (int i = 0; i < outputs.size(); i++) {
      golden.assertMatches(prefix + outputs.get(i), results.get(i));
    }
    if (differentiated) {
      compareGradients(network, results, given);
      network
          .buffers()
          .forEach((key, value) -> golden.assertMatches("after_train_forward." + key, value));
    }
  }

  private void compareGradients(Network network, NDList results, NDArray[] given) {
    NDArray loss =
        Gradients.recording(
            () -> {
              NDArray sum = null;
              for (int i = 0; i < outputs.size(); i++) {
                NDArray y = results.get(i);
                NDArray term =
                    y.mul(golden.array("cotangent." + outputs.get(i), y.getManager())).sum();
                sum = sum == null ? term : sum.add(term);
              }
              return sum;
            });
    golden.assertMatches("loss", loss);
    Map<String, NDArray> parameters = network.parameters();
    var targets = new ArrayList<>(parameters.values());
    targets.addAll(Arrays.asList(given));
    NDList gradients = Gradients.of(loss, targets);
    int at = 0;
    for (String key : parameters.keySet()) {
      golden.assertMatches("grad.param." + key, gradients.get(at++));
    }
    for (String input : inputs) {
      // Not every case has derivatives by its inputs.
      if (golden.io().containsKey("grad." + input)) {
        golden.assertMatches("grad." + input, gradients.get(at));
      }
      at++;
    }
  }
}
