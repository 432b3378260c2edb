package org.atelier.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Arguments;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.NativeModule;

/**
 * The cache of a layer's compiled scripts.
 *
 * <p>A layer writes its script once for every combination of input shapes, which also checks the
 * shapes; the source seldom depends on sizes, so most shapes share one compiled module.
 */
final class Programs implements AutoCloseable {
  private static final int CACHED_PROGRAMS = 256;

  private final ScriptBlock root;

  private record Key(
      ScriptBlock layer,
      ExecutionContext context,
      boolean onCpu,
      List<Shape> shapes,
      List<DataType> types) {}

  /** A compiled function, its parameters, and whether autograd records it. */
  record Program(NativeModule module, List<Parameter> parameters, boolean recording) {
    NDList run(ParameterStore store, NDList inputs) {
      try (var arguments = new Arguments()) {
        inputs.forEach(arguments::add);
        for (Parameter parameter : parameters) {
          NDArray array = store.getValue(parameter, inputs.head().getDevice(), recording);
          arguments.addToList("p[]", array);
        }
        return arguments.call(module, recording);
      }
    }
  }

  private final Map<String, NativeModule> modules = new HashMap<>();
  private final Map<Key, Program> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Program> eldest) {
          return size() > CACHED_PROGRAMS;
        }
      };

  /**
   * Creates the cache of a layer and its descendants, whose weights have the layer's memory format.
   */
  Programs(ScriptBlock root) {
    this.root = root;
  }

  synchronized Program of(String path, ScriptBlock layer, NDList inputs, ExecutionContext context) {
    var shapes = new ArrayList<Shape>(inputs.size());
    var types = new ArrayList<DataType>(inputs.size());
    for (NDArray input : inputs) {
      shapes.add(input.getShape());
      types.add(input.getDataType());
    }
    boolean onCpu = !inputs.head().getDevice().isGpu();
    var key = new Key(layer, context, onCpu, shapes, types);
    Program program = programs.get(key);
    if (program == null) {
      var script = new ScriptText(context, root.memoryFormat(), onCpu, shapes, types);
      Values results = script.call(path, layer, script.inputs());
      program =
          new Program(
              module(script.signature(), script.body(results)),
              script.parameters(),
              context.recording());
      programs.put(key, program);
    }
    return program;
  }

  synchronized NativeModule module(String signature, String body) {
    return modules.computeIfAbsent(
        signature + "\n" + body, text -> NativeModule.compile(signature, "List[Tensor]", body));
  }

  @Override
  public synchronized void close() {
    modules.values().forEach(NativeModule::close);
    modules.clear();
    programs.clear();
  }
}
