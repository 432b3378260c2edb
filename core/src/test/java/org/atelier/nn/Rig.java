package org.atelier.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;

/** A layer with memory of its own, run and differentiated as tests need it. */
final class Rig implements AutoCloseable {
  static final ExecutionContext EVALUATION = ExecutionContext.inference();
  static final ExecutionContext TRAINING = EVALUATION.withTraining(true);

  final NDManager manager = NDManager.newBaseManager();
  final Layer layer;

  Rig(Layer layer, Shape... inputs) {
    this.layer = layer;
    // Where DJL initialises, the engine's generator seeds the parameters.
    manager.getEngine().setRandomSeed(3);
    layer.initialize("net", manager, 0, inputs);
    var random = CounterRandom.of(5);
    created()
        .forEach(
            (name, parameter) -> {
              // Away from 0 and 1, where a forgotten gain or bias would not show.
              if (parameter.requiresGradient() && parameter.getArray().getShape().dimension() < 2) {
                add(parameter, Initialiser.uniform(0.3).values(parameter.getShape(), random));
              }
            });
  }

  /** The parameters of the layers that run. */
  private Map<String, Parameter> created() {
    var created = new LinkedHashMap<String, Parameter>(layer.namedParameters());
    created.values().removeIf(parameter -> !parameter.isInitialized());
    return created;
  }

  private void add(Parameter parameter, float[] change) {
    float[] values = parameter.getArray().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += change[i];
    }
    set(parameter, values);
  }

  void set(Parameter parameter, float[] values) {
    try (NDArray source = manager.create(values, parameter.getShape())) {
      Layout.copyInto(parameter.getArray(), source);
    }
  }

  /** Sets the parameters to those of {@code weights} under {@code prefix}. */
  Rig load(Map<String, HostTensor> weights, String prefix) {
    created()
        .forEach(
            (name, parameter) -> {
              try (NDArray source = weights.get(prefix + name).toArray(manager)) {
                Layout.copyInto(parameter.getArray(), source);
              }
            });
    return this;
  }

  NDArray normal(long seed, Shape shape) {
    return manager.create(Initialiser.normal(0, 1).values(shape, CounterRandom.of(seed)), shape);
  }

  NDArray run(ExecutionContext context, NDArray... inputs) {
    return runAll(context, inputs).singletonOrThrow();
  }

  /** All outputs; recorded if the thread records, whatever the context says. */
  NDList runAll(ExecutionContext context, NDArray... inputs) {
    return context
        .withRecording(Gradients.isRecording())
        .run(() -> layer.run("net", new NDList(inputs)));
  }

  String text(ExecutionContext context, Shape... inputs) {
    return layer.text(context, inputs);
  }

  /** Outputs, and the gradients of Σ output·cotangent. */
  record Result(List<NDArray> outputs, List<NDArray> inputs, Map<String, NDArray> parameters) {
    NDArray output() {
      return outputs.get(0);
    }

    NDArray input() {
      return inputs.get(0);
    }
  }

  Result differentiate(ExecutionContext context, List<NDArray> inputs, List<NDArray> cotangents) {
    var leaves = new ArrayList<NDArray>();
    for (NDArray input : inputs) {
      if (input.getDataType() == DataType.FLOAT32) {
        input.setRequiresGradient(true);
        leaves.add(input);
      }
    }
    int fromInputs = leaves.size();
    var names = new ArrayList<String>();
    created()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                parameter.getArray().setRequiresGradient(true);
                names.add(name);
                leaves.add(parameter.getArray());
              }
            });
    return Gradients.recording(
        () -> {
          NDList outputs = runAll(context, inputs.toArray(NDArray[]::new));
          NDArray loss = outputs.get(0).mul(cotangents.get(0)).sum();
          for (int i = 1; i < outputs.size(); i++) {
            loss = loss.add(outputs.get(i).mul(cotangents.get(i)).sum());
          }
          NDList gradients = Gradients.of(loss, leaves);
          var named = new LinkedHashMap<String, NDArray>();
          for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), gradients.get(fromInputs + i));
          }
          return new Result(List.copyOf(outputs), gradients.subList(0, fromInputs), named);
        });
  }

  @Override
  public void close() {
    layer.clear();
    manager.close();
  }
}
