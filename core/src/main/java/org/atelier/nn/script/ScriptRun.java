package org.atelier.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.atelier.engine.Arguments;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.engine.NativeModule;
import org.atelier.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A script that is run while it is written: every child that has a source is one native call, plain
 * DJL blocks are run by DJL, and the lines between them are run one by one.
 */
final class ScriptRun extends Script {
  private final ExecutionContext childContext;
  private final Programs programs;
  private final ParameterStore store;
  private final NDManager owner;

  ScriptRun(
      ExecutionContext context,
      MemoryFormat lasting,
      Programs programs,
      ParameterStore store,
      NDManager owner) {
    // The outputs of scripts are float32, so lines between calls are float32.
    super(context.withPrecision(Precision.FLOAT32), lasting, !owner.getDevice().isGpu());
    this.childContext = context;
    this.programs = programs;
    this.store = store;
    this.owner = owner;
  }

  static Values values(NDList arrays) {
    return Values.of(arrays.stream().map(ScriptRun::value).toList());
  }

  private static Value value(NDArray array) {
    return new Value("x", array.getShape(), array.getDataType(), false, false, array);
  }

  static NDList arrays(Values values) {
    var arrays = new NDList(values.all().size());
    for (Value value : values.all()) {
      arrays.add(array(value));
    }
    return arrays;
  }

  private static NDArray array(Value value) {
    NDArray array = value.array();
    if (array == null) {
      throw new IllegalArgumentException("the value " + value + " belongs to another script");
    }
    return array;
  }

  @Override
  Value stored(Parameter parameter) {
    // The device of the network, where its parameters are.
    return value(store.getValue(parameter, parameter.getArray().getDevice(), context().training()));
  }

  @Override
  Value emit(Line line) {
    var inputs = new ArrayList<NDArray>();
    List<@Nullable Object> renamed = new ArrayList<>();
    for (Object argument : line.arguments) {
      if (argument instanceof Value value) {
        inputs.add(array(value));
        renamed.add(
            new Value("x" + (inputs.size() - 1), value.shape(), value.type(), false, false, null));
      } else {
        renamed.add(argument);
      }
    }
    String expression = new Line(line.shape, line.expression, renamed.toArray()).text(false);
    String signature =
        java.util.stream.IntStream.range(0, inputs.size())
            .mapToObj(i -> "x" + i + ": Tensor")
            .collect(Collectors.joining(", "));
    String body = "    return [" + expression + "]\n";
    String called = line.function == null ? "" : "\n" + line.function;
    NativeModule module = programs.module(signature, body + called);
    try (var arguments = new Arguments()) {
      inputs.forEach(arguments::add);
      NDArray result = arguments.call(module, context().recording()).singletonOrThrow();
      // The first operand may be a parameter, whose manager is open as long as the network.
      result.attach(owner);
      return line.result("x", result);
    }
  }

  @Override
  Values callLayer(ScriptBlock layer, Values in) {
    if (!layer.writesItself() || hasSubstitutes() || isRedirected()) {
      return layer.write(this, in);
    }
    return values(programs.of(path(), layer, arrays(in), childContext).run(store, arrays(in)));
  }

  @Override
  Values callBlock(Block block, Values in) {
    return values(block.forward(store, arrays(in), context().training()));
  }
}
