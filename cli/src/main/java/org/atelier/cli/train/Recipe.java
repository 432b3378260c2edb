package org.atelier.cli.train;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;

/**
 * The default options of a training command, chosen for recognisable pictures within minutes on two
 * cores.
 *
 * @param <O> the model's options
 * @param data the default of {@code --data}
 * @param model the model's options
 * @param training the training options, with the number of steps and the batch size
 * @param sampleEvery steps between grids of samples
 */
public record Recipe<O extends Record>(
    String data, O model, TrainingOptions training, int sampleEvery) {
  private static final String PREFIX = "default.";

  /**
   * The recipe's values by the names of the records' components, such as {@code default.steps} and
   * {@code default.picture.height}: what help texts call {@code ${bundle:default.steps}}, so that
   * no default is written down twice. A record's values are also found without the names around it,
   * {@code default.latentSize}, and its kind as {@code default.architecture.kind}. (Names without
   * the prefix would be taken for option names, whose whole texts picocli looks up here.)
   */
  ResourceBundle texts() {
    return texts(data, training, sampleEvery, model);
  }

  /**
   * The texts of a recipe of which only the shape of the pictures is known, not the model's
   * options.
   */
  static ResourceBundle texts(
      String data, TrainingOptions training, int sampleEvery, Record model) {
    var values = new LinkedHashMap<String, String>();
    values.put(PREFIX + "data", data);
    values.put(PREFIX + "sampleEvery", String.valueOf(sampleEvery));
    flatten(PREFIX, training, values);
    flatten(PREFIX, model, values);
    return new Texts(values);
  }

  private static void flatten(String prefix, Record options, Map<String, String> into) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      @Nullable Object value = value(component, options);
      if (value instanceof Record inner) {
        String own = prefix + component.getName() + ".";
        into.putIfAbsent(own + "kind", inner.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        flatten(own, inner, into);
        // Also without the enclosing names, so that options which many models share find it.
        into.putIfAbsent(
            PREFIX + component.getName() + ".kind",
            inner.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        flatten(PREFIX + component.getName() + ".", inner, into);
        flatten(PREFIX, inner, into);
      } else if (value != null) {
        into.putIfAbsent(prefix + component.getName(), text(value));
      }
    }
  }

  /** Formats small numbers without an exponent: 0.0002, not 2.0E-4. */
  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      // As the command line spells it.
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value instanceof Double number && Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /** A component's value. */
  static @Nullable Object value(RecordComponent component, Record options) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true); // the options of a model need not be public
      return accessor.invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The accessors of public records are public", e);
    }
  }

  /** A bundle of values in memory. */
  private static final class Texts extends ResourceBundle {
    private final Map<String, String> values;

    Texts(Map<String, String> values) {
      this.values = values;
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return values.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
      return Collections.enumeration(values.keySet());
    }
  }
}
