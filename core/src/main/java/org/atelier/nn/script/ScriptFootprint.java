package org.atelier.nn.script;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;

/** A script that sums the sizes of parameters and results, and creates no array. */
final class ScriptFootprint extends Script {
  private final Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private double parameters;
  private String largestParameter = "";
  private double largestParameterSize;
  private double largestResult;
  private double kept;

  ScriptFootprint(MemoryFormat lasting) {
    super(ExecutionContext.inference().withTraining(true), lasting, false);
  }

  Footprint total() {
    return new Footprint(parameters, largestParameter, largestParameterSize, largestResult, kept);
  }

  @Override
  Value stored(Parameter parameter) {
    return shapeOnly(parameter);
  }

  @Override
  Value emit(Line line) {
    Value result = line.result("v", null);
    double size = size(result.shape());
    largestResult = Math.max(largestResult, size);
    kept += line.inPlace == null ? size : 0;
    return result;
  }

  @Override
  Values callLayer(ScriptBlock layer, Values in) {
    Shape[] inputs = ScriptShapes.shapes(in);
    for (Parameter parameter : layer.preparedParameters(inputs)) {
      if (seen.add(parameter)) {
        double size = size(parameter.getShape());
        parameters += size;
        if (size > largestParameterSize) {
          largestParameterSize = size;
          largestParameter = path() + "." + parameter.getName();
        }
      }
    }
    return layer.write(this, in);
  }

  /** A plain DJL block, whose parameters are unknown before it is initialised, counts nothing. */
  @Override
  Values callBlock(Block block, Values in) {
    if (!block.isInitialized()) {
      throw new UnsupportedOperationException(
          "the shapes of a plain DJL block are known only after its initialisation");
    }
    return ScriptShapes.values(block.getOutputShapes(ScriptShapes.shapes(in)));
  }

  /** Unlike {@link Shape#size()}, does not overflow. */
  private static double size(Shape shape) {
    double size = 1;
    for (int axis = 0; axis < shape.dimension(); axis++) {
      size *= shape.get(axis);
    }
    return size;
  }
}
