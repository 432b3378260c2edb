package org.atelier.nn.script;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.function.Function;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/** A script that infers shapes only; with a manager, it initialises the children. */
final class ScriptShapes extends Script {
  private final @Nullable NDManager manager;
  private final @Nullable Function<String, CounterRandom> randoms;

  /**
   * Creates a script of shapes.
   *
   * @param training whether layers are in training mode
   * @param manager owner of missing parameters, which are created; null to create none
   * @param randoms the random generator of a parameter by its full path, or null for the engine's
   */
  ScriptShapes(
      boolean training,
      MemoryFormat lasting,
      @Nullable NDManager manager,
      @Nullable Function<String, CounterRandom> randoms) {
    super(ExecutionContext.inference().withTraining(training), lasting, false);
    this.manager = manager;
    this.randoms = randoms;
  }

  static Values values(Shape[] shapes) {
    return Values.of(
        Arrays.stream(shapes)
            .map(shape -> new Value("x", shape, DataType.UNKNOWN, false, false, null))
            .toList());
  }

  static Shape[] shapes(Values values) {
    return values.all().stream().map(Value::shape).toArray(Shape[]::new);
  }

  @Override
  Value stored(Parameter parameter) {
    return shapeOnly(parameter);
  }

  @Override
  Value emit(Line line) {
    return line.result("v", null);
  }

  @Override
  Values callLayer(ScriptBlock layer, Values in) {
    if (manager != null) {
      String path = path();
      layer.initializeParameters(
          manager,
          randoms == null ? null : name -> randoms.apply(path + "." + name),
          format(),
          shapes(in));
    }
    return layer.write(this, in);
  }

  @Override
  Values callBlock(Block block, Values in) {
    Shape[] shapes = shapes(in);
    if (manager != null && !block.isInitialized()) {
      block.initialize(manager, DataType.FLOAT32, shapes);
    }
    return values(block.getOutputShapes(shapes));
  }
}
