package org.atelier.nn.script;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of TorchScript lines, written by layers; each line is an expression whose result is a
 * new {@link Value}.
 *
 * <p>In an expression, {@code {0}}, {@code {1}} … are placeholders of the arguments: values,
 * numbers, booleans, arrays of numbers or null. Formatting is independent of the locale.
 *
 * <p>A layer's {@code write} is used in three ways: to generate the source of a whole network, to
 * infer shapes and create parameters, and to run line by line if a network contains plain DJL
 * blocks, which have no source.
 */
public abstract sealed class Script
    permits ScriptText, ScriptShapes, ScriptFootprint, ScriptWindows, ScriptRun {
  static final int BFLOAT16 = 15;
  static final int FLOAT = 6;

  private final ExecutionContext context;
  private final MemoryFormat format;
  private final boolean weightsFormatted;
  private final boolean onCpu;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<Parameter, Value> weights = new IdentityHashMap<>();
  private final Map<Parameter, Value> substitutes = new IdentityHashMap<>();
  private @Nullable Tapping tapping;
  private @Nullable NormStatistics norms;

  /**
   * Creates a script.
   *
   * @param context the execution context in which the script will run
   * @param lasting the memory format of stored weights; in mixed precision the script's format is
   *     channels last, since weights are copied by the cast anyway
   * @param onCpu whether the script will run on a CPU (true) or on a GPU (false)
   */
  Script(ExecutionContext context, MemoryFormat lasting, boolean onCpu) {
    this.context = context;
    this.onCpu = onCpu;
    format = context.precision() == Precision.MIXED ? MemoryFormat.CHANNELS_LAST : lasting;
    weightsFormatted = format == lasting;
  }

  /** Returns the execution context; a script is written for each context. */
  public final ExecutionContext context() {
    return context;
  }

  /** Returns whether layers are in training mode. */
  public final boolean training() {
    return context.training();
  }

  /** Returns the precision of matrix products. */
  public final Precision precision() {
    return context.precision();
  }

  /** Returns the memory format of the inputs and kernels of convolutions. */
  public final MemoryFormat format() {
    return format;
  }

  /** Returns whether the script will run on a CPU (true) or on a GPU (false). */
  public final boolean onCpu() {
    return onCpu;
  }

  /**
   * Returns the path of the layer that is being written, such as {@code "discriminator.main.2"}.
   */
  public final String path() {
    return pathFrom(0);
  }

  /** The path below the root, the prefix of parameter names. */
  final String localPath() {
    return pathFrom(1);
  }

  // The methods by which layers write lines, from the most general to the most specialised.

  /**
   * Writes any expression. In every precision, its arguments are cast to float32 and its result is
   * float32.
   *
   * @param shape the shape of the result
   */
  public final Value line(Shape shape, String expression, @Nullable Object... arguments) {
    var exact =
        Arrays.stream(arguments)
            .map(argument -> argument instanceof Value value ? float32(value) : argument)
            .toArray();
    return emit(new Line(shape, expression, exact).typed(DataType.FLOAT32));
  }

  /**
   * Writes an operation that can compute in bfloat16, and whose result has the type and the memory
   * format of its first argument.
   *
   * @throws IllegalArgumentException in mixed precision, if the expression names an operator that
   *     is not known to compute in bfloat16
   */
  public final Value mixed(Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).known());
  }

  /**
   * As {@link #mixed}, for operations whose result is NCHW-contiguous for arguments of any memory
   * format.
   */
  public final Value contiguous(Shape shape, String expression, @Nullable Object... arguments) {
    boolean asWanted = format == MemoryFormat.CONTIGUOUS && shape.dimension() == 4;
    return emit(new Line(shape, expression, arguments).known().formatted(asWanted));
  }

  /**
   * As {@link #mixed}, for operations whose result is newly allocated and not needed by their own
   * derivative (convolutions, batch norm, sums): the next activation may operate in place.
   */
  public final Value fresh(Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).known().spare());
  }

  /**
   * As {@link #fresh}, with an expression that calls a function defined in the script.
   *
   * @param function the source of the function, a method of the script's module, indented by two
   *     spaces
   */
  public final Value calling(
      String function, Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).formatted(true).spare().calling(function));
  }

  /**
   * Writes an elementwise function of the first argument that has an in-place variant. The variant
   * is used where that is safe: the value was created by the script, nothing else reads it, and no
   * derivative needs it.
   */
  public final Value overwriting(
      Value x, String expression, String inPlace, @Nullable Object... more) {
    var arguments = new @Nullable Object[more.length + 1];
    arguments[0] = x;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return emit(new Line(x.shape(), expression, arguments).known().orInPlace(inPlace));
  }

  /** Returns the value of a parameter as it is stored, in float32. */
  public final Value parameter(Parameter parameter) {
    Value substitute = substitutes.get(parameter);
    return substitute != null ? substitute : stored(parameter);
  }

  /** Returns the value of a parameter in the precision of matrix products. */
  public final Value weight(Parameter parameter) {
    Value value = parameter(parameter);
    if (precision() == Precision.FLOAT32 || value.type() != DataType.FLOAT32) {
      return value;
    }
    // If a network uses a layer twice, its weight is cast once.
    Value cast = substitutes.containsKey(parameter) ? null : weights.get(parameter);
    if (cast == null) {
      cast = formatted(cast(value, DataType.BFLOAT16));
      weights.put(parameter, cast);
    }
    return cast;
  }

  /**
   * Replaces {@code parameter} by {@code value} while {@code write} runs, as spectral normalisation
   * does.
   */
  public final <T> T substituting(Parameter parameter, Value value, Supplier<T> write) {
    substitutes.put(parameter, value);
    try {
      return write.get();
    } finally {
      substitutes.remove(parameter);
    }
  }

  /**
   * Casts a value to the precision of matrix products, and pictures to the script's memory format.
   */
  public final Value operand(Value x) {
    if (x.type() != DataType.FLOAT32
        && x.type() != DataType.BFLOAT16
        && x.type() != DataType.UNKNOWN) {
      throw new IllegalArgumentException(
          "expected values of type float32, but got " + x.type() + "; convert them by toType");
    }
    Value y = x;
    if (precision() == Precision.MIXED && x.type() != DataType.BFLOAT16) {
      y = cast(y, DataType.BFLOAT16);
    }
    return formatted(y);
  }

  /** Casts a value to float32. */
  public final Value float32(Value x) {
    return x.type() == DataType.BFLOAT16 ? cast(x, DataType.FLOAT32) : x;
  }

  /** Casts the operands of an operation to a common type: float32 if any of them is float32. */
  public final Values alike(Value... values) {
    boolean same = Arrays.stream(values).map(Value::type).distinct().count() == 1;
    return Values.of(Arrays.stream(values).map(value -> same ? value : float32(value)).toList());
  }

  /** Creates the value of a parameter. */
  final Value parameterValue(String name, Shape shape) {
    boolean formatted = shape.dimension() == 4 && weightsFormatted;
    return new Value(name, shape, DataType.FLOAT32, formatted, false, null);
  }

  /**
   * Whether a parameter is currently replaced; a child compiled on its own would not take the
   * replacement.
   */
  final boolean hasSubstitutes() {
    return !substitutes.isEmpty();
  }

  private Value formatted(Value x) {
    return x.shape().dimension() != 4 || x.formatted()
        ? x
        : emit(
            new Line(x.shape(), "torch.contiguous({0}, memory_format={1})", x, format.code())
                .formatted(true));
  }

  private Value cast(Value x, DataType type) {
    int code = type == DataType.BFLOAT16 ? BFLOAT16 : FLOAT;
    return emit(new Line(x.shape(), "torch.to({0}, {1})", x, code).typed(type));
  }

  /**
   * Writes a child's lines and returns its outputs.
   *
   * @param name the child's name; of the outermost layer, the network's
   * @throws LayerException if the inputs do not fit the child; the message contains its path
   */
  public final Values call(String name, Block child, Values in) {
    path.addLast(name);
    try {
      Tapping taps = tapping;
      if (taps == null) {
        return write(child, in);
      }
      String below = pathFrom(taps.depth());
      return taps.offer(below, taps.replacement(below).orElseGet(() -> write(child, in)));
    } catch (LayerException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw path().isEmpty() ? e : new LayerException(path(), e);
    } finally {
      path.removeLast();
    }
  }

  private Values write(Block child, Values in) {
    return child instanceof ScriptBlock layer ? callLayer(layer, in) : callBlock(child, in);
  }

  /**
   * Writes a child only as far as needed for the outputs of some layers below it, and returns
   * these. In evaluation mode, lines that nothing reads are left out.
   *
   * @param child the child, whose name is empty
   * @param paths the dotted paths of the layers, below the child
   * @return the first output of each of the layers, in the order of the paths
   * @throws IllegalArgumentException if one of the layers was not reached
   */
  public final List<Value> tapping(Block child, Values in, List<String> paths) {
    return tapping(child, in, new Tapping(paths, path.size()));
  }

  /**
   * As {@link #tapping}, but with a given value in place of the output of the layer at {@code
   * start}. For evaluation mode.
   */
  public final List<Value> tappingFrom(
      String start, Value resumed, Block child, Values in, List<String> paths) {
    if (training()) {
      throw new IllegalArgumentException(
          "expected evaluation mode, since the layers before the start do not run");
    }
    return tapping(child, in, new Tapping(paths, path.size(), start, resumed));
  }

  private List<Value> tapping(Block child, Values in, Tapping taps) {
    // In training, a line that nothing reads may update running statistics.
    if (!training()) {
      dropUnread();
    }
    Tapping outer = tapping;
    tapping = taps;
    try {
      call("", child, in);
    } catch (Tapping.Complete complete) {
      if (complete.of() != taps) {
        throw complete;
      }
    } finally {
      tapping = outer;
    }
    return taps.values();
  }

  /** Whether a child is written as far as its taps, or with other statistics of its norms. */
  final boolean isRedirected() {
    return tapping != null || norms != null;
  }

  /**
   * Writes a child for the statistics of its instance norms alone, and returns them in the order in
   * which the norms are written. For evaluation mode: lines that nothing reads are left out.
   */
  public final List<Value> measuringNorms(Block child, Values in) {
    dropUnread();
    NormStatistics collected = NormStatistics.collected();
    withNorms(collected, () -> call("", child, in));
    return collected.values();
  }

  /**
   * Writes a child whose instance norms normalise by given statistics.
   *
   * @param statistics as {@link #measuringNorms} returned them
   * @throws IllegalArgumentException if there are not as many as norms
   */
  public final Values normalisingBy(List<Value> statistics, Block child, Values in) {
    NormStatistics given = NormStatistics.given(statistics);
    Values out = withNorms(given, () -> call("", child, in));
    given.requireAllTaken();
    return out;
  }

  private Values withNorms(NormStatistics statistics, Supplier<Values> write) {
    if (training()) {
      throw new IllegalArgumentException(
          "expected evaluation mode, in which statistics are given or measured");
    }
    NormStatistics outer = norms;
    norms = statistics;
    try {
      return write.get();
    } finally {
      norms = outer;
    }
  }

  /** Returns whether instance norms give their statistics to {@link #addNorm}. */
  public final boolean isMeasuringNorms() {
    return norms != null && norms.isCollecting();
  }

  /** Takes the statistics by which an instance norm normalises, (2, C): mean and variance. */
  public final void addNorm(Value statistics) {
    if (norms != null) {
      norms.add(statistics);
    }
  }

  /**
   * Returns the statistics by which the instance norm that is written next normalises, (2, C): mean
   * and variance; empty if it takes those of its input.
   */
  public final Optional<Value> givenNorm() {
    return norms == null ? Optional.empty() : norms.next();
  }

  /** Leaves out lines whose results are not read. */
  void dropUnread() {}

  private String pathFrom(int depth) {
    return path.stream()
        .skip(depth)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("."));
  }

  /**
   * Returns the value of a parameter of which the shape alone is known.
   *
   * @throws IllegalArgumentException if it has none yet
   */
  final Value shapeOnly(Parameter parameter) {
    Shape shape = parameter.getShape();
    if (shape == null) {
      throw new IllegalArgumentException(
          "the parameter \"" + parameter.getName() + "\" has no shape yet; initialise the layer");
    }
    return parameterValue(parameter.getName(), shape);
  }

  /** Returns the stored value of a parameter. */
  abstract Value stored(Parameter parameter);

  /** Appends a line and returns its result. */
  abstract Value emit(Line line);

  /** Writes a child layer, or runs it. */
  abstract Values callLayer(ScriptBlock layer, Values in);

  /** Runs a plain DJL block, if this kind of script supports it. */
  abstract Values callBlock(Block block, Values in);
}
