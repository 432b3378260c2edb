package org.atelier.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a {@link Script}: its expression, and the properties of its result. */
final class Line {
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

  /** Rejects operators that are not known to compute in bfloat16. */
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

  Value result(String name, @Nullable NDArray array) {
    return new Value(name, shape, type == null ? DataType.FLOAT32 : type, formatted, spare, array);
  }

  /** Returns the expression with its placeholders replaced by the arguments. */
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

  /** Returns the TorchScript literal of a value, independent of the locale. */
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
