package org.atelier.cli.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.UsageException;

/**
 * Changes one value of an options record by the name of its component, such as {@code filters} or
 * {@code optimizer.learningRate}: how {@code --set} reaches the options of a model that has no
 * training command of its own.
 */
final class RecordOptions {
  private RecordOptions() {}

  /**
   * A copy with another value.
   *
   * @param path the component's name; of a record within the record, with dots between
   * @param value as text
   * @throws UsageException if there is no such component, or it cannot have the value
   */
  static <R extends Record> R with(R options, String path, String value) {
    try {
      return changed(options, path, path, value);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--set %s expects a number (an integer for counts), but got %s".formatted(path, value));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--set %s=%s: %s".formatted(path, value, e.getMessage()));
    }
  }

  /** The names that can be set: of components with values as text, with dots between records. */
  static List<String> names(Class<? extends Record> options) {
    var names = new ArrayList<String>();
    for (RecordComponent component : options.getRecordComponents()) {
      Class<?> type = component.getType();
      if (type.isRecord()) {
        names(type.asSubclass(Record.class))
            .forEach(inner -> names.add(component.getName() + "." + inner));
      } else if (type.isPrimitive()
          || type.isEnum()
          || type == String.class
          || Number.class.isAssignableFrom(type)) {
        names.add(component.getName());
      }
    }
    return names;
  }

  @SuppressWarnings("unchecked") // A record's canonical constructor makes records of its class.
  private static <R extends Record> R changed(R options, String path, String rest, String value) {
    int dot = rest.indexOf('.');
    String name = dot < 0 ? rest : rest.substring(0, dot);
    RecordComponent[] components = options.getClass().getRecordComponents();
    var values = new Object[components.length];
    boolean found = false;
    for (int i = 0; i < components.length; i++) {
      values[i] = Recipe.value(components[i], options);
      if (components[i].getName().equals(name)) {
        found = true;
        values[i] =
            dot < 0
                ? parse(components[i].getType(), value)
                : nested(values[i], path, rest.substring(dot + 1), value);
      }
    }
    if (!found) {
      throw new UsageException(
          "--set expects the name of an option out of %s, but got %s"
              .formatted(Arrays.stream(components).map(RecordComponent::getName).toList(), path));
    }
    return (R) construct(options.getClass(), components, values);
  }

  private static Object nested(Object inner, String path, String rest, String value) {
    if (inner instanceof Record options) {
      return changed(options, path, rest, value);
    }
    throw new UsageException("--set %s: there are no options below %s".formatted(path, inner));
  }

  private static Object parse(Class<?> type, String value) {
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(value);
    } else if (type == long.class || type == Long.class) {
      return Long.valueOf(value);
    } else if (type == double.class || type == Double.class) {
      return Double.valueOf(value);
    } else if (type == boolean.class && (value.equals("true") || value.equals("false"))) {
      return Boolean.valueOf(value);
    } else if (type == String.class) {
      return value;
    } else if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "expected one of "
                          + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }
    throw new IllegalArgumentException(
        "expected a value of type %s; options of types other than numbers, booleans, strings and enums can only be set from Java"
            .formatted(type.getSimpleName()));
  }

  private static Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Every record has its canonical constructor", e);
    }
  }
}
