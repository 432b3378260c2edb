package org.atelier.nn;

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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block that writes itself as native code.
 *
 * <p>A layer has one method to write, {@link #write}; output shapes, initialisation and execution
 * all follow from it. Alone, or inside DJL's own containers, a layer is one native call; inside
 * another layer it is some lines of that one's. The smallest layer is an expression:
 *
 * <pre>{@code
 * Layer swish = Layer.of("{0} * torch.sigmoid({0})");
 * }</pre>
 *
 * <p>A layer with parameters declares them in its constructor ({@link #parameter}), and gives them
 * their shapes in DJL's {@code prepare(Shape[])}, where the input's shape is known.
 */
public abstract class Layer extends AbstractBlock {
  private final Map<String, Block> childrenByName = new LinkedHashMap<>();
  private final Programs programs = new Programs(this);

  /**
   * Writes the lines of this layer, and gives its results.
   *
   * @throws IllegalArgumentException if the inputs do not fit; the script adds the layer's path
   */
  protected abstract Values write(Script script, Values in);

  /** Gives the parameters their shapes, at the first initialisation; none here. */
  @Override
  protected void prepare(Shape[] inputShapes) {}

  /**
   * Whether the inputs after the first are conditions (labels) rather than more of the same. {@link
   * Sequential}, {@link Residual}, {@link Skip} and {@link Parallel} hand conditions on to the
   * children that take them. A container takes them if some child does; a layer says so itself.
   */
  protected boolean takesConditions() {
    return childrenByName.values().stream().anyMatch(Layer::isConditional);
  }

  /**
   * Whether pictures and kernels should lie row by row in a network with this layer, because an
   * operation of its gives them so and each convolution would turn them back. Elsewhere they are
   * channels last, which libtorch's convolutions are faster with. A container asks its children.
   */
  protected boolean prefersRowMajor() {
    return childrenByName.values().stream()
        .anyMatch(block -> block instanceof Layer layer && layer.prefersRowMajor());
  }

  /** How the weights of this layer and all below it lie, if it is the outermost. */
  final MemoryFormat memoryFormat() {
    return prefersRowMajor() ? MemoryFormat.ROW_MAJOR : MemoryFormat.CHANNELS_LAST;
  }

  static boolean isConditional(Block block) {
    return block instanceof Layer layer && layer.takesConditions();
  }

  /** What a child is given: the first value, and the conditions if it takes them. */
  static Values inputOf(Block child, Values in) {
    return isConditional(child) ? in : in.all().get(0);
  }

  /** A layer of one input that computes an expression of it, {@code {0}}, of the same shape. */
  public static Layer of(String expression) {
    return of(expression, shape -> shape);
  }

  /** A layer of one input that computes an expression of it, {@code {0}}. */
  public static Layer of(String expression, UnaryOperator<Shape> outputShape) {
    return new Layer() {
      @Override
      protected Values write(Script script, Values in) {
        Value x = in.only();
        return script.line(outputShape.apply(x.shape()), expression, x);
      }
    };
  }

  /**
   * Declares a child: a layer, or any DJL block.
   *
   * @param name its part of the dotted path; an empty one leaves its parameters' names as they are
   */
  protected final <B extends Block> B child(String name, B block) {
    if (childrenByName.putIfAbsent(name, block) != null) {
      throw new IllegalArgumentException("There are two children named \"" + name + "\"");
    }
    return addChildBlock(name, block);
  }

  /** Declares a parameter that learns; {@code prepare} gives it its shape. */
  protected final Parameter parameter(String name, Parameter.Type type, Initializer initialiser) {
    return addParameter(
        Parameter.builder().setName(name).setType(type).optInitializer(initialiser).build());
  }

  /** Declares an array that is saved with the layer and does not learn (a running mean). */
  protected final Parameter buffer(String name, Parameter.Type type, Initializer initialiser) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optInitializer(initialiser)
            .optRequiresGrad(false)
            .build());
  }

  /**
   * All parameters and buffers below this layer, by dotted names such as {@code "main.0.weight"},
   * in the order of declaration. A layer that stands in several places has the names of the first,
   * as in PyTorch: an optimizer must not change its parameters twice.
   */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> named = parametersByName();
    Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    named.values().removeIf(parameter -> !seen.add(parameter));
    return named;
  }

  Map<String, Parameter> parametersByName() {
    var named = new LinkedHashMap<String, Parameter>();
    getDirectParameters().forEach(pair -> named.put(pair.getKey(), pair.getValue()));
    childrenByName.forEach(
        (name, block) -> {
          String prefix = name.isEmpty() ? "" : name + ".";
          if (block instanceof Layer layer) {
            layer.namedParameters().forEach((key, value) -> named.put(prefix + key, value));
          } else {
            block
                .getParameters()
                .forEach(pair -> named.put(prefix + pair.getKey(), pair.getValue()));
          }
        });
    return named;
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
    var script =
        new ScriptText(context, memoryFormat(), true, java.util.List.of(inputShapes), types);
    Values results = script.call("", this, script.inputs());
    return script.body(results);
  }

  /** Whether there is a text: no plain DJL block anywhere below. */
  final boolean writesItself() {
    for (Block block : childrenByName.values()) {
      if (!(block instanceof Layer layer) || !layer.writesItself()) {
        return false;
      }
    }
    return true;
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
      if (randoms != null && unseeded instanceof Initialiser initialiser) {
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
