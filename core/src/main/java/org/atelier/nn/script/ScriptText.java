package org.atelier.nn.script;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;

/** A script that generates the source of a tree of layers and collects its parameters. */
final class ScriptText extends Script {
  private record Written(Line line, Value result) {}

  private final Map<Parameter, Value> parameters = new IdentityHashMap<>();
  private final List<Parameter> order = new ArrayList<>();
  private final List<String> parameterNames = new ArrayList<>();
  private final List<Written> lines = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final List<Value> inputs;
  private boolean onlyRead;

  ScriptText(
      ExecutionContext context,
      MemoryFormat lasting,
      boolean onCpu,
      List<Shape> shapes,
      List<DataType> types) {
    super(context, lasting, onCpu);
    inputs =
        IntStream.range(0, shapes.size())
            .mapToObj(i -> new Value("x" + i, shapes.get(i), types.get(i), false, false, null))
            .toList();
  }

  Values inputs() {
    return Values.of(inputs);
  }

  /** Returns the parameters, in the order of the list argument {@code p}. */
  List<Parameter> parameters() {
    return List.copyOf(order);
  }

  /**
   * Returns the function's parameter declarations in TorchScript; an empty list is not declared.
   */
  String signature() {
    String tensors =
        inputs.stream().map(x -> x.name() + ": Tensor").collect(Collectors.joining(", "));
    return order.isEmpty() ? tensors : tensors + ", p: List[Tensor]";
  }

  /**
   * Returns the function's lines, which end with the return of {@code results} in float32, and the
   * functions that it calls.
   */
  String body(Values results) {
    Values exact = Values.of(results.all().stream().map(this::float32).toList());
    if (onlyRead) {
      removeUnread(exact);
    }
    Map<Value, Integer> uses = countUses(exact);
    var text = new StringBuilder();
    for (int i = 0; i < order.size(); i++) {
      text.append("    ").append(parameterNames.get(i)).append(" = p[").append(i).append("]\n");
    }
    for (Written written : lines) {
      text.append("    ")
          .append(written.result.name())
          .append(" = ")
          .append(written.line.text(mayOverwrite(written.line, uses)))
          .append('\n');
    }
    text.append("    return [")
        .append(exact.all().stream().map(Value::name).collect(Collectors.joining(", ")))
        .append("]\n");
    lines.stream()
        .map(written -> written.line.function)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(function -> text.append('\n').append(function));
    return text.toString();
  }

  @Override
  void dropUnread() {
    onlyRead = true;
  }

  /** Removes the lines on which no result depends. Parameters stay arguments. */
  private void removeUnread(Values results) {
    Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
    read.addAll(results.all());
    for (int i = lines.size() - 1; i >= 0; i--) {
      Written written = lines.get(i);
      if (read.contains(written.result)) {
        for (Object argument : written.line.arguments) {
          if (argument instanceof Value value) {
            read.add(value);
          }
        }
      } else {
        lines.remove(i);
      }
    }
  }

  /**
   * Whether a line may operate in place: on a value created by the script, not needed by a
   * derivative, and read only here.
   */
  private static boolean mayOverwrite(Line line, Map<Value, Integer> uses) {
    return line.inPlace != null
        && line.arguments.get(0) instanceof Value target
        && target.spare()
        && uses.get(target) == 1;
  }

  private Map<Value, Integer> countUses(Values results) {
    var uses = new HashMap<Value, Integer>();
    for (Written written : lines) {
      for (Object argument : written.line.arguments) {
        if (argument instanceof Value value) {
          uses.merge(value, 1, Integer::sum);
        }
      }
    }
    results.all().forEach(value -> uses.merge(value, 1, Integer::sum));
    return uses;
  }

  @Override
  Value stored(Parameter parameter) {
    return parameters.computeIfAbsent(
        parameter,
        p -> {
          String name = fresh(localPath() + "." + p.getName());
          order.add(p);
          parameterNames.add(name);
          return parameterValue(name, p.getShape());
        });
  }

  @Override
  Value emit(Line line) {
    Value result = line.result(fresh(localPath()), null);
    lines.add(new Written(line, result));
    return result;
  }

  /**
   * Returns an unused identifier derived from the path: {@code main.0.weight} is {@code
   * _main_0_weight}.
   */
  private String fresh(String path) {
    String base = "_" + path.replaceAll("[^A-Za-z0-9]", "_");
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "__" + i;
    }
    return name;
  }

  @Override
  Values callLayer(ScriptBlock layer, Values in) {
    return layer.write(this, in);
  }

  @Override
  Values callBlock(Block block, Values in) {
    throw new IllegalStateException(
        "A plain DJL block has no text; what holds it must run line by line");
  }
}
