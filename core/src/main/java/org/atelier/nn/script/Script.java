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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.MemoryFormat;
import org.atelier.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What layers write: lines of TorchScript, each an expression that gives a new {@link Value}.
 *
 * <p>In an expression, {@code {0}}, {@code {1}} … stand for the arguments: values, numbers,
 * booleans, arrays of numbers or null. Numbers are written in the same way under every locale.
 *
 * <p>The same {@code write} serves three purposes: to collect the text of a whole network, to learn
 * shapes and make parameters, and to run line by line where a network holds plain DJL blocks, which
 * have no text.
 */
public abstract sealed class Script permits ScriptText, ScriptShapes, ScriptRun {
  static final int BFLOAT16 = 15;
  static final int FLOAT = 6;

  private final ExecutionContext context;
  private final MemoryFormat format;
  private final boolean weightsFormatted;
  private final boolean onCpu;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<Parameter, Value> weights = new IdentityHashMap<>();
  private final Map<Parameter, Value> substitutes = new IdentityHashMap<>();

  /**
   * A script.
   *
   * @param context in which the text will run
   * @param lasting the memory format of weights; in mixed precision, which casts them anyway, they
   *     are channels last
   * @param onCpu whether the text will run on a CPU, and not on a GPU
   */
  Script(ExecutionContext context, MemoryFormat lasting, boolean onCpu) {
    this.context = context;
    this.onCpu = onCpu;
    format = context.precision() == Precision.MIXED ? MemoryFormat.CHANNELS_LAST : lasting;
    weightsFormatted = format == lasting;
  }

  /** How the text will run; a text is written for each context. */
  public final ExecutionContext context() {
    return context;
  }

  /** Whether norms use batch statistics and dropout drops. */
  public final boolean training() {
    return context.training();
  }

  /** The precision of matrix products. */
  public final Precision precision() {
    return context.precision();
  }

  /** The memory format of pictures and kernels where convolutions read them. */
  public final MemoryFormat format() {
    return format;
  }

  /** Whether the text will run on a CPU, and not on a GPU. */
  public final boolean onCpu() {
    return onCpu;
  }

  /** The path of the layer that is writing, such as {@code "discriminator.main.2"}. */
  public final String path() {
    return path.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
  }

  /** The path below the root, as parameters are named. */
  final String localPath() {
    return path.stream().skip(1).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
  }

  // What layers write with, from the most general to the most careful.

  /** Any expression. Its arguments arrive in float32, and so is its result, in any precision. */
  public final Value line(Shape shape, String expression, @Nullable Object... arguments) {
    var exact =
        Arrays.stream(arguments)
            .map(argument -> argument instanceof Value value ? float32(value) : argument)
            .toArray();
    return emit(new Line(shape, expression, exact).typed(DataType.FLOAT32));
  }

  /**
   * An operation that computes in bfloat16 as well, and gives the type and the memory layout of its
   * first argument.
   *
   * @throws IllegalArgumentException in mixed precision, if the expression names an operator that
   *     is not known to compute in bfloat16
   */
  public final Value mixed(Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).known());
  }

  /**
   * As {@link #mixed}, for operations that give an NCHW-contiguous picture whatever the format of
   * their arguments.
   */
  public final Value contiguous(Shape shape, String expression, @Nullable Object... arguments) {
    boolean asWanted = format == MemoryFormat.CONTIGUOUS && shape.dimension() == 4;
    return emit(new Line(shape, expression, arguments).known().formatted(asWanted));
  }

  /**
   * As {@link #mixed}, for operations that give new memory which their own derivative does not need
   * (convolutions, batch norm, sums): the next activation may overwrite it.
   */
  public final Value fresh(Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).known().spare());
  }

  /**
   * As {@link #fresh}, with an expression that calls a function of the script's own.
   *
   * @param function its text, indented by two spaces: a method of the script's module
   */
  public final Value calling(
      String function, Shape shape, String expression, @Nullable Object... arguments) {
    return emit(new Line(shape, expression, arguments).formatted(true).spare().calling(function));
  }

  /**
   * An elementwise function of the first argument with a variant that overwrites it. The variant is
   * written where that is safe: the script made the value, nothing else reads it, and no derivative
   * needs it.
   */
  public final Value overwriting(
      Value x, String expression, String inPlace, @Nullable Object... more) {
    var arguments = new @Nullable Object[more.length + 1];
    arguments[0] = x;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return emit(new Line(x.shape(), expression, arguments).known().orInPlace(inPlace));
  }

  /** The parameter as it is stored: float32. */
  public final Value parameter(Parameter parameter) {
    Value substitute = substitutes.get(parameter);
    return substitute != null ? substitute : stored(parameter);
  }

  /** The parameter in the precision of matrix products. */
  public final Value weight(Parameter parameter) {
    Value value = parameter(parameter);
    if (precision() == Precision.FLOAT32 || value.type() != DataType.FLOAT32) {
      return value;
    }
    // A network that uses a layer twice casts its weight once.
    Value cast = substitutes.containsKey(parameter) ? null : weights.get(parameter);
    if (cast == null) {
      cast = formatted(cast(value, DataType.BFLOAT16));
      weights.put(parameter, cast);
    }
    return cast;
  }

  /** While {@code write} runs, {@code parameter} stands for {@code value} (spectral norm). */
  public final <T> T substituting(Parameter parameter, Value value, Supplier<T> write) {
    substitutes.put(parameter, value);
    try {
      return write.get();
    } finally {
      substitutes.remove(parameter);
    }
  }

  /** The operand of a matrix product: in its precision, and pictures in the script's format. */
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

  /** The value in float32. */
  public final Value float32(Value x) {
    return x.type() == DataType.BFLOAT16 ? cast(x, DataType.FLOAT32) : x;
  }

  /**
   * The values in one type, for operations with several operands: float32 as soon as one of them
   * is.
   */
  public final Values alike(Value... values) {
    boolean same = Arrays.stream(values).map(Value::type).distinct().count() == 1;
    return Values.of(Arrays.stream(values).map(value -> same ? value : float32(value)).toList());
  }

  /** A parameter's value. */
  final Value parameterValue(String name, Shape shape) {
    boolean formatted = shape.dimension() == 4 && weightsFormatted;
    return new Value(name, shape, DataType.FLOAT32, formatted, false, null);
  }

  /** Whether a parameter is replaced at this moment, which no child's own text would know. */
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
   * Lets a child write; at the outermost, the name is the whole network's.
   *
   * @throws LayerException if the values do not fit the child; its path is in the message
   */
  public final Values call(String name, Block child, Values in) {
    path.addLast(name);
    try {
      return child instanceof ScriptBlock layer ? callLayer(layer, in) : callBlock(child, in);
    } catch (LayerException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw path().isEmpty() ? e : new LayerException(path(), e);
    } finally {
      path.removeLast();
    }
  }

  /** The parameter as it is stored. */
  abstract Value stored(Parameter parameter);

  /** Takes a line, and gives its result. */
  abstract Value emit(Line line);

  /** Lets a child layer write, or runs it. */
  abstract Values callLayer(ScriptBlock layer, Values in);

  /** Runs a plain DJL block, if this kind of script can. */
  abstract Values callBlock(Block block, Values in);

  /** A line: what it computes and what is known of the result. */
  static final class Line {
    final Shape shape;
    final String expression;
    final List<@Nullable Object> arguments;
    @Nullable String inPlace;
    @Nullable String function;
    @Nullable DataType type;
    boolean formatted;
    boolean spare;

    Line(Shape shape, String expression, @Nullable Object... arguments) {
      this.shape = shape;
      this.expression = expression;
      this.arguments = Arrays.asList(arguments);
      if (arguments.length > 0 && arguments[0] instanceof Value first) {
        type = first.type();
        formatted = first.formatted() && shape.dimension() == 4;
      }
    }

    Line typed(DataType type) {
      this.type = type;
      return this;
    }

    Line formatted(boolean known) {
      formatted = known;
      return this;
    }

    /** Refuses operators that would fail in bfloat16. */
    Line known() {
      for (Object argument : arguments) {
        if (argument instanceof Value value && value.type() == DataType.BFLOAT16) {
          Bfloat16.expectKnown(expression);
          break;
        }
      }
      return this;
    }

    Line spare() {
      spare = true;
      return this;
    }

    Line calling(String function) {
      this.function = function;
      return this;
    }

    Line orInPlace(String expression) {
      inPlace = expression;
      return this;
    }

    Value result(String name, ai.djl.ndarray.@Nullable NDArray array) {
      return new Value(
          name, shape, type == null ? DataType.FLOAT32 : type, formatted, spare, array);
    }

    /** The text with the arguments in their places. */
    String text(boolean overwrite) {
      String text = overwrite && inPlace != null ? inPlace : expression;
      var out = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        int end = c == '{' ? text.indexOf('}', i) : -1;
        if (end < 0) {
          out.append(c);
        } else {
          out.append(literal(argument(text.substring(i + 1, end))));
          i = end;
        }
      }
      return out.toString();
    }

    private @Nullable Object argument(String index) {
      try {
        return arguments.get(Integer.parseInt(index));
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "the expression \""
                + expression
                + "\" names {"
                + index
                + "}, but there are "
                + arguments.size()
                + " arguments",
            e);
      }
    }

    /** How TorchScript writes a value; never by a locale's rules. */
    private static String literal(@Nullable Object argument) {
      if (argument == null) {
        return "None";
      } else if (argument instanceof Value value) {
        return value.name();
      } else if (argument instanceof Boolean truth) {
        return truth ? "True" : "False";
      } else if (argument instanceof int[] list) {
        return Arrays.toString(list);
      } else if (argument instanceof long[] list) {
        return Arrays.toString(list);
      } else if (argument instanceof double[] list) {
        return Arrays.toString(list);
      } else if (argument instanceof Float number) {
        return Float.toString(number);
      } else if (argument instanceof Double number) {
        return Double.toString(number);
      } else if (argument instanceof Integer || argument instanceof Long) {
        return argument.toString();
      }
      throw new IllegalArgumentException(
          "an expression takes values, numbers, booleans and arrays of numbers, but got "
              + argument.getClass().getSimpleName());
    }
  }
}
