package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.ScriptBlock;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * A DJL block that is compiled to native code by way of TorchScript.
 *
 * <p>A layer implements one method, {@link #write}, from which output shapes, initialisation and
 * execution follow. A layer on its own or inside DJL's containers is one native call; inside
 * another layer it contributes its lines to that layer's call. The smallest layer is an expression:
 *
 * <pre>{@code
 * Layer swish = Layer.of("{0} * torch.sigmoid({0})");
 * }</pre>
 *
 * <p>A layer with parameters declares them in its constructor ({@link #parameter}) and sets their
 * shapes in DJL's {@code prepare(Shape[])}, where the input's shape is known.
 */
public abstract class Layer extends ScriptBlock {
  private final Map<String, Block> childrenByName = new LinkedHashMap<>();
  private final List<Parameter> unused = new ArrayList<>();

  /** Sets the shapes of the parameters before the first initialisation; does nothing by default. */
  @Override
  protected void prepare(Shape[] inputShapes) {}

  /**
   * Returns whether the inputs after the first are conditioning inputs (labels). {@link
   * Sequential}, {@link Residual}, {@link Skip} and {@link Parallel} pass conditioning inputs on to
   * the children that take them. A container takes them if a child does; a layer that takes them
   * overrides this method.
   */
  protected boolean takesConditions() {
    return childrenByName.values().stream().anyMatch(Layer::isConditional);
  }

  static boolean isConditional(Block block) {
    return block instanceof Layer layer && layer.takesConditions();
  }

  /** Returns a child's inputs: the first value, and the conditioning inputs if it takes them. */
  static Values inputOf(Block child, Values in) {
    return isConditional(child) ? in : in.all().get(0);
  }

  /**
   * Creates a layer that computes a TorchScript expression of its input, {@code {0}}; the output
   * has the input's shape.
   */
  public static Layer of(String expression) {
    return of(expression, shape -> shape);
  }

  /**
   * Creates a layer that computes a TorchScript expression of its input, {@code {0}}.
   *
   * @param outputShape computes the output's shape from the input's
   */
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
   * Declares a child, a layer or any DJL block, and returns it.
   *
   * @param name its part of the dotted parameter names; if empty, the child's parameters have no
   *     prefix
   * @throws IllegalArgumentException if there is a child of this name
   */
  protected final <B extends Block> B child(String name, B block) {
    if (childrenByName.putIfAbsent(name, block) != null) {
      throw new IllegalArgumentException("There are two children named \"" + name + "\"");
    }
    return addChildBlock(name, block);
  }

  /** Declares a trainable parameter, whose shape is set in {@code prepare}. */
  protected final Parameter parameter(String name, Parameter.Type type, Initializer initialiser) {
    return addParameter(
        Parameter.builder().setName(name).setType(type).optInitializer(initialiser).build());
  }

  /**
   * Declares a buffer: an array that is saved with the layer but not trained, such as a running
   * mean.
   */
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
   * Declares a buffer that is updated in training mode and read by nothing, such as the running
   * statistics of a norm that always takes the picture's own. Files of weights may lack it.
   */
  protected final Parameter unusedBuffer(
      String name, Parameter.Type type, Initializer initialiser) {
    Parameter buffer = buffer(name, type, initialiser);
    unused.add(buffer);
    return buffer;
  }

  /** Returns the dotted names of the buffers of this layer and its descendants that are unused. */
  public final Set<String> unusedBuffers() {
    Set<Parameter> all = Collections.newSetFromMap(new IdentityHashMap<>());
    collectUnused(all);
    var names = new LinkedHashSet<String>();
    namedParameters()
        .forEach(
            (name, parameter) -> {
              if (all.contains(parameter)) {
                names.add(name);
              }
            });
    return names;
  }

  private void collectUnused(Set<Parameter> all) {
    all.addAll(unused);
    for (Block child : childrenByName.values()) {
      if (child instanceof Layer layer) {
        layer.collectUnused(all);
      }
    }
  }

  /**
   * Returns all parameters and buffers of this layer and its descendants by dotted names such as
   * {@code "main.0.weight"}, in the order of declaration. As in PyTorch, a layer that is used in
   * several places is listed once, under its first name, so that an optimizer updates it once.
   */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> named = parametersByName();
    Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    named.values().removeIf(parameter -> !seen.add(parameter));
    return named;
  }

  /**
   * Returns the dotted paths of this layer (empty) and all its descendants, in the order of
   * declaration.
   */
  public final Set<String> layerPaths() {
    var paths = new LinkedHashSet<String>();
    paths.add("");
    childrenByName.forEach(
        (name, block) -> {
          if (block instanceof Layer layer) {
            for (String below : layer.layerPaths()) {
              paths.add(name.isEmpty() || below.isEmpty() ? name + below : name + "." + below);
            }
          } else {
            paths.add(name);
          }
        });
    return paths;
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
