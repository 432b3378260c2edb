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
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block that runs, initialises and computes its shapes by what it writes into a {@link
 * Script}: the machinery under {@code org.atelier.nn.Layer}, which is what to extend.
 */
public abstract class ScriptBlock extends AbstractBlock {
  private final Programs programs = new Programs(this);

  /** A block that is yet to be written. */
  protected ScriptBlock() {}

  /**
   * Writes the lines of this layer, and gives its results.
   *
   * @throws IllegalArgumentException if the inputs do not fit; the script adds the layer's path
   */
  protected abstract Values write(Script script, Values in);

  /**
   * Whether a network with this layer keeps pictures and kernels NCHW-contiguous, because an
   * operation of the layer gives that format and each convolution would convert it back. Elsewhere
   * they are channels last, with which libtorch's convolutions are faster. A container asks its
   * children.
   */
  protected boolean prefersContiguous() {
    return getChildren().values().stream()
        .anyMatch(child -> child instanceof ScriptBlock block && block.prefersContiguous());
  }

  /** The memory format of the weights of this layer and all below it, if it is the outermost. */
  final MemoryFormat memoryFormat() {
    return prefersContiguous() ? MemoryFormat.CONTIGUOUS : MemoryFormat.CHANNELS_LAST;
  }

  /** Whether there is a text: no plain DJL block anywhere below. */
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
   * @param name what errors call it, such as {@code "generator"}
   * @return the results in float32, attached to the manager of the first input
   * @throws LayerException if the inputs do not fit
   */
  public final NDList run(String name, NDList inputs) {
    return run(name, new ParameterStore(inputs.head().getManager(), false), inputs);
  }

  /** Runs this layer with the parameters that {@code store} gives (averaged ones, say). */
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
   * The TorchScript text that runs on a CPU in this context for inputs of these shapes, for tests
   * and for the curious.
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
   * Makes the parameters of this layer and all below it, for inputs of these shapes. Every
   * parameter is a function of the seed and of its dotted name under {@code name}.
   *
   * @param name what errors call it
   * @throws LayerException if the shapes do not fit
   */
  public final void initialize(String name, NDManager manager, long seed, Shape... inputShapes) {
    new ScriptShapes(true, memoryFormat(), manager, path -> CounterRandom.of(seed, path))
        .call(name, this, ScriptShapes.values(inputShapes));
  }

  final void initializeParameters(
      NDManager manager,
      @Nullable Function<String, CounterRandom> randoms,
      MemoryFormat format,
      Shape[] inputShapes) {
    beforeInitialize(inputShapes);
    var own = getDirectParameters().values();
    if (own.stream().anyMatch(parameter -> parameter.getShape() == null)) {
      prepare(inputShapes);
    }
    for (Parameter parameter : own) {
      Initializer unseeded = parameter.getInitializer();
      if (randoms != null && unseeded instanceof SeededInitializer initialiser) {
        parameter.setInitializer(initialiser.seeded(randoms.apply(parameter.getName()), format));
      }
      try {
        parameter.initialize(manager, DataType.FLOAT32);
      } finally {
        // A layer that was cleared may be initialised again, from another seed.
        parameter.setInitializer(unseeded);
      }
    }
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    var script = new ScriptShapes(false, memoryFormat(), null, null);
    return ScriptShapes.shapes(script.call("", this, ScriptShapes.values(inputShapes)));
  }

  /** Frees the parameters and the compiled text. */
  @Override
  public void clear() {
    super.clear();
    programs.close();
  }
}
