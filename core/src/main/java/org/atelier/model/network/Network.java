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
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Footprint;
import org.atelier.optim.Ema;
import org.atelier.optim.Optimizer;
import org.atelier.optim.OptimizerState;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * A neural network: a tree of layers, its parameters, and the optimizer that updates them.
 *
 * <p>{@link #initialize} creates the parameters on one device; the training loop calls it. A
 * network runs in the thread's {@linkplain ExecutionContext execution context}, which determines
 * precision and recording; the layer mode is that of the method.
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
   * Creates a network without parameters; see {@link #initialize}.
   *
   * @param name the name in error messages, checkpoints and metrics: letters, digits, - and _,
   *     since files are named after it
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
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

  /** Concatenates the shapes of an input and its conditioning inputs. */
  static Shape[] inputs(Shape first, Shape... conditions) {
    var shapes = new Shape[conditions.length + 1];
    shapes[0] = first;
    System.arraycopy(conditions, 0, shapes, 1, conditions.length);
    return shapes;
  }

  /** Returns the name in error messages, checkpoints and metrics. */
  public final String name() {
    return name;
  }

  /** Returns the layers. */
  public final Layer layers() {
    return layers;
  }

  /** Returns the shape of each input without the batch axis. */
  public final List<Shape> inputShapes() {
    return List.of(inputShapes);
  }

  /**
   * Keeps an exponential moving average (EMA) of the parameters, with which {@link #predict}
   * computes. Must be called before {@link #initialize}.
   *
   * @param decay decay of the EMA, in [0, 1); 0.999 averages over about 1,000 steps
   * @throws IllegalStateException if the network is initialised already
   */
  public final void keepAverage(double decay) {
    if (isInitialized()) {
      throw new IllegalStateException(
          name + ": ask for the moving average before the network is initialised");
    }
    OptionChecks.share("decay", decay);
    averageDecay = decay;
  }

  /** Returns whether the parameters are initialised. */
  public final boolean isInitialized() {
    return manager != null;
  }

  /**
   * Initialises the parameters; the values of each are a function of the seed and its name. Has no
   * effect if they are initialised already.
   *
   * @throws IllegalArgumentException if the parameters are larger than this machine's memory, or
   *     the input shapes do not fit the layers
   */
  public final void initialize(long seed, Device device) {
    if (isInitialized()) {
      return;
    }
    NetworkMemory.requireParameters(this);
    NDManager owner = NDManager.newBaseManager(device, "PyTorch");
    owner.setName(name);
    try {
      // Two examples: norms reject a batch of one picture of one pixel.
      Shape[] shapes = batchOf(2);
      // Plain DJL blocks draw from the engine's generator.
      owner.getEngine().setRandomSeed((int) seed);
      layers.initialize(name, owner, seed, shapes);
      parameters = arrays(true);
      buffers = arrays(false);
      if (averageDecay >= 0) {
        average = new Ema(averageDecay, parameters, owner);
      }
    } catch (RuntimeException e) {
      // Frees the parameters, so that another attempt starts from scratch.
      layers.clear();
      owner.close();
      throw e;
    }
    manager = owner;
  }

  private Shape[] batchOf(int examples) {
    return Arrays.stream(inputShapes)
        .map(shape -> new Shape(examples).addAll(shape))
        .toArray(Shape[]::new);
  }

  /** The sizes of the arrays of a training pass; none if they are unknown before it. */
  Optional<Footprint> footprint(int examples) {
    return layers.footprint(name, batchOf(examples));
  }

  /** How often training holds the parameters: weights, gradients, optimizer state and average. */
  int copiesInTraining() {
    return 2 + optimizer.slots().size() + (averageDecay >= 0 ? 1 : 0);
  }

  /** Returns the trainable parameters by their dotted names. */
  public final Map<String, NDArray> parameters() {
    return parameters;
  }

  /**
   * Returns the buffers by their dotted names: arrays that are saved but not trained, such as
   * running statistics.
   */
  public final Map<String, NDArray> buffers() {
    return buffers;
  }

  /**
   * Returns the names of the {@link #buffers} that are updated in training and read by nothing,
   * such as the running statistics of a norm that always takes the picture's own. Files of weights
   * may lack them.
   */
  public final Set<String> unusedBuffers() {
    var unused = new LinkedHashSet<>(layers.unusedBuffers());
    unused.retainAll(buffers.keySet());
    return unused;
  }

  /**
   * Returns the names of the parameters and buffers of layers that do not run, since they are after
   * the last of some {@link org.atelier.nn.Taps}: files of weights may have them.
   */
  public final Set<String> absent() {
    var absent = new LinkedHashSet<>(layers.namedParameters().keySet());
    absent.removeAll(parameters.keySet());
    absent.removeAll(buffers.keySet());
    return absent;
  }

  private Map<String, NDArray> arrays(boolean learning) {
    var arrays = new LinkedHashMap<String, NDArray>();
    layers
        .namedParameters()
        .forEach(
            (key, parameter) -> {
              // Layers after the last of some taps have no parameters.
              if (parameter.isInitialized() && parameter.requiresGradient() == learning) {
                arrays.put(key, parameter.getArray());
              }
            });
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Runs the network in training mode: norms use batch statistics and update their running
   * statistics, and dropout is active.
   *
   * @return the output of a network with one output, attached to the manager of the first input
   */
  public final NDArray forward(NDArray... inputs) {
    return forwardAll(inputs).singletonOrThrow();
  }

  /** As {@link #forward}; returns all outputs of a network with several heads. */
  public final NDList forwardAll(NDArray... inputs) {
    return ExecutionContext.current().withTraining(true).run(() -> run(inputs));
  }

  /**
   * Runs the network in evaluation mode without recording, with the EMA of the parameters if it is
   * kept.
   */
  public final NDArray predict(NDArray... inputs) {
    return ExecutionContext.current().withRecording(false).run(() -> evaluate(inputs));
  }

  /**
   * As {@link #predict}, but recorded for autograd if the thread records ({@link
   * Gradients#recording}): for gradients with respect to the inputs of a trained network.
   */
  public final NDArray evaluate(NDArray... inputs) {
    return evaluateAll(inputs).singletonOrThrow();
  }

  /** As {@link #evaluate}; returns all outputs of a network with several heads. */
  public final NDList evaluateAll(NDArray... inputs) {
    var store = new Averaged(inputs[0].getManager());
    return ExecutionContext.current()
        .withTraining(false)
        .run(() -> layers.run(name, store, new NDList(inputs)));
  }

  /**
   * Returns this network as a DJL model, for example for a {@code Predictor}. It computes as {@link
   * #predict}, with all outputs of a network with several heads, on the network's device.
   *
   * @return a model that is valid until the network is closed; closing it does not free the
   *     parameters
   * @throws IllegalStateException if the network is not initialised
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

  /**
   * Runs the network in the layer mode of the thread's execution context with the latest parameters
   * (not the EMA), and returns all outputs.
   */
  public final NDList run(NDArray... inputs) {
    requireInitialized();
    return layers.run(name, new NDList(inputs));
  }

  /**
   * Returns the optimizer's state. It is created at the first call, since inference needs none and
   * it may be twice the size of the parameters.
   */
  public final OptimizerState optimizerState() {
    NDManager owner = requireInitialized();
    if (optimizerState == null) {
      optimizerState = new OptimizerState(optimizer, parameters, owner);
    }
    return optimizerState;
  }

  /** Returns the EMA of the parameters, if it is kept. */
  public final Optional<Ema> average() {
    return Optional.ofNullable(average);
  }

  /**
   * Updates the parameters by the optimizer, and then the EMA if it is kept.
   *
   * @param gradients with respect to {@link #parameters()}, in that order
   * @param step the training step, counted from 0
   */
  public final void learn(NDList gradients, long step) {
    optimizerState().update(gradients, step);
    if (average != null) {
      average.update();
    }
  }

  /**
   * Returns the number of arrays that are owned by the network (including those of the optimizer
   * and the EMA), which is constant during training; for tests of memory leaks.
   */
  public final int managedArrays() {
    // A manager's count includes the arrays of its sub-managers.
    return manager == null ? 0 : manager.getManagedArrays().size();
  }

  private NDManager requireInitialized() {
    if (manager == null) {
      throw new IllegalStateException(
          name + ": the parameters are not initialised; call the model's initialize(seed) first");
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

  /** A parameter store of the EMA. */
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
