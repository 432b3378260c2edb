package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.ScriptBlock;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

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
public abstract class Layer extends ScriptBlock {
  private final Map<String, Block> childrenByName = new LinkedHashMap<>();

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
   * in the order of declaration. A layer that is used in several places has the names of the first,
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
}
