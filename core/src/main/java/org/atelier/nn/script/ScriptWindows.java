package org.atelier.nn.script;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;

/** A script that computes on which window of the input each value depends; creates no array. */
final class ScriptWindows extends Script {
  private final Map<Value, Window> windows = new IdentityHashMap<>();

  ScriptWindows(MemoryFormat lasting) {
    super(ExecutionContext.inference(), lasting, false);
  }

  Window window(Value value) {
    return windows.getOrDefault(value, Window.POINT);
  }

  private Window ofAll(List<?> arguments) {
    return arguments.stream()
        .filter(windows::containsKey)
        .map(windows::get)
        .reduce(Window::or)
        .orElse(Window.POINT);
  }

  @Override
  Value stored(Parameter parameter) {
    return shapeOnly(parameter);
  }

  @Override
  Value emit(Line line) {
    Value result = line.result("v", null);
    windows.put(result, ofAll(line.arguments));
    return result;
  }

  @Override
  Values callLayer(ScriptBlock layer, Values in) {
    layer.preparedParameters(ScriptShapes.shapes(in));
    Values out = layer.write(this, in);
    Optional<Window> own = layer.window();
    if (own.isPresent()) {
      Window window = ofAll(in.all()).then(own.get());
      out.all().forEach(value -> windows.put(value, window));
    }
    return out;
  }

  @Override
  Values callBlock(Block block, Values in) {
    throw new UnsupportedOperationException("the window of a plain DJL block is unknown");
  }
}
