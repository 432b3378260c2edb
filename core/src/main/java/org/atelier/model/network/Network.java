package org.atelier.model.network;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.nn.Layer;
import org.atelier.optim.Ema;
import org.atelier.optim.Optimizer;
import org.atelier.optim.OptimizerState;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * A tree of layers, its parameters, and the optimizer that changes them.
 *
 * <p>The parameters are made by {@link #initialize} (the training loop does it) on one device, in a
 * manager that holds nothing else. It runs in the thread's {@linkplain ExecutionContext execution
 * context}: precision and recording are the context's, layer mode the method's.
 */
public class Network implements AutoCloseable {
  private final String name;
  private final Layer layers;
  private final Optimizer optimizer;
  private final Shape[] inputShapes;
  private double averageDecay = -1;
  private Map<String, NDArray> parameters = Map.of();
  private Map<String, NDArray> buffers = Map.of();
  private @Nullable NDManager manager;
  private @Nullable OptimizerState optimizerState;
  private @Nullable Ema average;

  /**
   * A network.
   *
   * @param name what errors, checkpoints and listeners call it: letters, digits, - and _, since
   *     files are named after it
   * @param layers the function
   * @param optimizer how it learns
   * @param inputShapes the shape of each input without the batch axis, such as (3, 64, 64)
   */
  public Network(String name, Layer layers, Optimizer optimizer, Shape... inputShapes) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")) {
      throw new IllegalArgumentException(
          "A network's name must consist of letters, digits, - and _, but was \"" + name + "\"");
    }
    this.name = name;
    this.layers = layers;
    this.optimizer = optimizer;
    this.inputShapes = inputShapes.clone();
  }

  /** An input and its conditions. */
  static Shape[] inputs(Shape first, Shape... conditions) {
    var shapes = new Shape[conditions.length + 1];
    shapes[0] = first;
    System.arraycopy(conditions, 0, shapes, 1, conditions.length);
    return shapes;
  }

  /** What errors, checkpoints and listeners call it. */
  public final String name() {
    return name;
  }

  /** The function. */
  public final Layer layers() {
    return layers;
  }

  /** The shape of each input without the batch axis. */
  public final List<Shape> inputShapes() {
    return List.of(inputShapes);
  }

  /**
   * Keeps a moving average of the parameters, which {@link #predict} uses from then on. To be
   * called before {@link #initialize}.
   *
   * @param decay of the exponential moving average, in [0, 1): 0.999 averages over about 1,000
   *     steps
   */
  public final void keepAverage(double decay) {
    if (isInitialized()) {
      throw new IllegalStateException(
          name + ": ask for the moving average before the network is initialised");
    }
    OptionChecks.share("decay", decay);
    averageDecay = decay;
  }

  /** Whether the parameters have been made. */
  public final boolean isInitialized() {
    return manager != null;
  }

  /**
   * Makes the parameters; each is a function of the seed and its name. Does nothing the second
   * time.
   */
  public final void initialize(long seed, Device device) {
    if (isInitialized()) {
      return;
    }
    NDManager owner = NDManager.newBaseManager(device, "PyTorch");
    owner.setName(name);
    try {
      var shapes = new Shape[inputShapes.length];
      for (int i = 0; i < shapes.length; i++) {
        // Two: a norm over a batch of one picture of one pixel would be refused.
        shapes[i] = new Shape(2).addAll(inputShapes[i]);
      }
      // Plain DJL blocks draw from the engine's generator.
      owner.getEngine().setRandomSeed((int) seed);
      layers.initialize(name, owner, seed, shapes);
      parameters = arrays(true);
      buffers = arrays(false);
      if (averageDecay >= 0) {
        average = new Ema(averageDecay, parameters, owner);
      }
    } catch (RuntimeException e) {
      // Without the parameters that were made, another attempt begins anew.
      layers.clear();
      owner.close();
      throw e;
    }
    manager = owner;
  }

  /** The arrays that learn, by their dotted names. */
  public final Map<String, NDArray> parameters() {
    return parameters;
  }

  /** The arrays that are saved and do not learn (running statistics), by their dotted names. */
  public final Map<String, NDArray> buffers() {
    return buffers;
  }

  private Map<String, NDArray> arrays(boolean learning) {
    var arrays = new LinkedHashMap<String, NDArray>();
    layers
        .namedParameters()
        .forEach(
            (key, parameter) -> {
              if (parameter.requiresGradient() == learning) {
                arrays.put(key, parameter.getArray());
              }
            });
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * One result in training mode: norms use and update batch statistics, dropout drops.
   *
   * @return attached to the manager of the first input
   */
  public final NDArray forward(NDArray... inputs) {
    return forwardAll(inputs).singletonOrThrow();
  }

  /** All results in training mode, of a network with several heads. */
  public final NDList forwardAll(NDArray... inputs) {
    return ExecutionContext.current().withTraining(true).run(() -> run(inputs));
  }

  /** One result in evaluation mode, not recorded, by the averaged parameters if they are kept. */
  public final NDArray predict(NDArray... inputs) {
    return ExecutionContext.current().withRecording(false).run(() -> evaluate(inputs));
  }

  /**
   * As {@link #predict}, but recorded where the thread records ({@link Gradients#recording}): for
   * derivatives by the inputs of a network that has learnt.
   */
  public final NDArray evaluate(NDArray... inputs) {
    return evaluateAll(inputs).singletonOrThrow();
  }

  /** As {@link #evaluate}, all results of a network with several heads. */
  public final NDList evaluateAll(NDArray... inputs) {
    var store = new Averaged(inputs[0].getManager());
    return ExecutionContext.current()
        .withTraining(false)
        .run(() -> layers.run(name, store, new NDList(inputs)));
  }

  /**
   * This network as a model of DJL, such as for {@code Predictor}s. It computes what {@link
   * #predict} does, with all results of a network with several heads, on the network's device.
   *
   * @return valid as long as the network is open; to close it frees no parameters
   * @throws IllegalStateException if there are no parameters yet
   */
  public final Model toModel() {
    NDManager owner = requireInitialized();
    Model model = Model.newInstance(name, owner.getDevice(), "PyTorch");
    model.setBlock(
        new LambdaBlock(
            inputs -> Gradients.withoutRecording(() -> evaluateAll(inputs.toArray(NDArray[]::new))),
            name));
    return model;
  }

  /** All results in the layer mode of the thread's context, by the last parameters. */
  public final NDList run(NDArray... inputs) {
    requireInitialized();
    return layers.run(name, new NDList(inputs));
  }

  /**
   * The optimizer's state: made when it is first asked for, since a network that is only used needs
   * none, and it may be twice the weights.
   */
  public final OptimizerState optimizerState() {
    NDManager owner = requireInitialized();
    if (optimizerState == null) {
      optimizerState = new OptimizerState(optimizer, parameters, owner);
    }
    return optimizerState;
  }

  /** The moving average, if it is kept. */
  public final Optional<Ema> average() {
    return Optional.ofNullable(average);
  }

  /**
   * One learning step.
   *
   * @param gradients of {@link #parameters()}, in their order
   * @param step the training step, counted from 0
   */
  public final void learn(NDList gradients, long step) {
    optimizerState().update(gradients, step);
    if (average != null) {
      average.update();
    }
  }

  /**
   * The number of arrays that live as long as the network (also the optimizer's and the average's),
   * which never grows; for tests.
   */
  public final int managedArrays() {
    // A manager counts what its sub-managers hold.
    return manager == null ? 0 : manager.getManagedArrays().size();
  }

  private NDManager requireInitialized() {
    if (manager == null) {
      throw new IllegalStateException(
          name + ": there are no parameters yet; call the model's initialize(seed) first");
    }
    return manager;
  }

  @Override
  public void close() {
    layers.clear();
    if (manager != null) {
      manager.close();
      manager = null;
      optimizerState = null;
      average = null;
      parameters = Map.of();
      buffers = Map.of();
    }
  }

  /** Hands out the averaged parameters in place of the last ones. */
  private final class Averaged extends ParameterStore {
    private final Map<Parameter, NDArray> averages = new IdentityHashMap<>();

    Averaged(NDManager scratch) {
      super(scratch, false);
      requireInitialized();
      if (average != null) {
        Map<String, NDArray> named = average.named();
        layers
            .namedParameters()
            .forEach((key, parameter) -> averages.put(parameter, named.get(key)));
      }
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      NDArray averaged = averages.get(parameter);
      return averaged != null ? averaged : super.getValue(parameter, device, training);
    }
  }
}
