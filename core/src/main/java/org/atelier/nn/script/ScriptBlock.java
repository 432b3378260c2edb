package org.atelier.nn.script;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block whose execution, initialisation and shape inference follow from the {@link Script}
 * that it writes. It is the base of {@code org.atelier.nn.Layer}; extend that class rather than
 * this one.
 */
public abstract class ScriptBlock extends AbstractBlock {
  private final Programs programs = new Programs(this);

  /** Creates a block; its script is written at the first use. */
  protected ScriptBlock() {}

  /**
   * Writes the lines of this layer and returns its outputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit; the script adds the layer's path to
   *     the message
   */
  protected abstract Values write(Script script, Values in);

  /**
   * Returns the window of the input on which one position of the output depends, for layers that
   * look at more than one position or change the resolution: convolutions and pools. Layers of
   * other layers need none. Without one, each position depends on its own alone.
   */
  protected Optional<Window> window() {
    return Optional.empty();
  }

  /**
   * Returns whether networks with this layer keep pictures and kernels NCHW-contiguous, because an
   * operation of the layer returns that format and every convolution would have to convert it.
   * Other networks use channels last, with which libtorch's convolutions are faster. A container
   * prefers NCHW-contiguous if a child does.
   */
  protected boolean prefersContiguous() {
    return getChildren().values().stream()
        .anyMatch(child -> child instanceof ScriptBlock block && block.prefersContiguous());
  }

  /**
   * Returns the memory format of the weights of this layer and its descendants, if it is the
   * outermost.
   */
  final MemoryFormat memoryFormat() {
    return prefersContiguous() ? MemoryFormat.CONTIGUOUS : MemoryFormat.CHANNELS_LAST;
  }

  /** Returns whether the layer has a source: no descendant is a plain DJL block. */
  final boolean writesItself() {
    for (Block child : getChildren().values()) {
      if (!(child instanceof ScriptBlock block) || !block.writesItself()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Runs this layer in the thread's {@linkplain ExecutionContext execution context}.
   *
   * @param name the name in error messages, such as {@code "generator"}
   * @return the outputs in float32, attached to the manager of the first input
   * @throws LayerException if the inputs do not fit
   */
  public final NDList run(String name, NDList inputs) {
    return run(name, new ParameterStore(inputs.head().getManager(), false), inputs);
  }

  /** Runs this layer with the parameter values of {@code store}, such as moving averages. */
  public final NDList run(String name, ParameterStore store, NDList inputs) {
    var context = ExecutionContext.current();
    if (writesItself()) {
      return programs.of(name, this, inputs, context).run(store, inputs);
    }
    var script =
        new ScriptRun(context, memoryFormat(), programs, store, inputs.head().getManager());
    return ScriptRun.arrays(script.call(name, this, ScriptRun.values(inputs)));
  }

  /**
   * Returns the TorchScript source for a CPU in this execution context for inputs of these shapes,
   * for tests and debugging.
   */
  public final String text(ExecutionContext context, Shape... inputShapes) {
    var types = Collections.nCopies(inputShapes.length, DataType.UNKNOWN);
    var script = new ScriptText(context, memoryFormat(), true, List.of(inputShapes), types);
    Values results = script.call("", this, script.inputs());
    return script.body(results);
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return ExecutionContext.current()
        .withTraining(training)
        .run(() -> run(getClass().getSimpleName(), store, inputs));
  }

  @Override
  public final void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    new ScriptShapes(true, memoryFormat(), manager, null)
        .call("", this, ScriptShapes.values(inputShapes));
  }

  /**
   * Initialises the parameters of this layer and its descendants for inputs of these shapes.
   * Initial values are a function of the seed and of the parameter's dotted name, with the prefix
   * {@code name}.
   *
   * @param name the name in error messages, and the prefix of parameter names
   * @throws LayerException if the shapes do not fit
   */
  public final void initialize(String name, NDManager manager, long seed, Shape... inputShapes) {
    new ScriptShapes(true, memoryFormat(), manager, path -> CounterRandom.of(seed, path))
        .call(name, this, ScriptShapes.values(inputShapes));
  }

  /**
   * Returns the sizes of this layer's arrays for inputs of these shapes, without creating any; none
   * if a descendant is a plain DJL block, whose shapes are known only after its initialisation.
   *
   * @param name the name in error messages, and the prefix of parameter names
   * @throws LayerException if the shapes do not fit
   */
  public final Optional<Footprint> footprint(String name, Shape... inputShapes) {
    if (!writesItself()) {
      return Optional.empty();
    }
    var script = new ScriptFootprint(memoryFormat());
    script.call(name, this, ScriptShapes.values(inputShapes));
    return Optional.of(script.total());
  }

  /**
   * Returns, for each output, the window of the input on which one of its positions depends (the
   * receptive field), and how many input pixels it moves from one position to the next (the
   * stride).
   *
   * @throws LayerException if the shapes do not fit
   */
  public final List<Window> receptiveFields(Shape... inputShapes) {
    var script = new ScriptWindows(memoryFormat());
    Values results = script.call("", this, ScriptShapes.values(inputShapes));
    return results.all().stream().map(script::window).toList();
  }

  /** The parameters and buffers of this layer itself, whose shapes are set if they were not. */
  final Collection<Parameter> preparedParameters(Shape[] inputShapes) {
    var own = getDirectParameters().values();
    if (own.stream().anyMatch(parameter -> parameter.getShape() == null)) {
      prepare(inputShapes);
    }
    return own;
  }

  final void initializeParameters(
      NDManager manager,
      @Nullable Function<String, CounterRandom> randoms,
      MemoryFormat format,
      Shape[] inputShapes) {
    beforeInitialize(inputShapes);
    for (Parameter parameter : preparedParameters(inputShapes)) {
      Initializer unseeded = parameter.getInitializer();
      if (randoms != null && unseeded instanceof SeededInitializer initialiser) {
        parameter.setInitializer(initialiser.seeded(randoms.apply(parameter.getName()), format));
      }
      try {
        parameter.initialize(manager, DataType.FLOAT32);
      } finally {
        // A cleared layer may be initialised again, with another seed.
        parameter.setInitializer(unseeded);
      }
    }
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    var script = new ScriptShapes(false, memoryFormat(), null, null);
    return ScriptShapes.shapes(script.call("", this, ScriptShapes.values(inputShapes)));
  }

  /** Frees the parameters and the compiled scripts. */
  @Override
  public void clear() {
    super.clear();
    programs.close();
  }
}
