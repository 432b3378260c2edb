package org.atelier.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atelier.model.GenerativeModel;
import org.jspecify.annotations.Nullable;

/** Checks that a run is resumed with the options and the data of its start. */
final class ResumeCheck {
  /** Training options that may change: the length, and the checkpoints. */
  private static final Set<String> FREE = Set.of("length", "checkpoints");

  /** The property of the data's fingerprint. */
  static final String DATA = "data";

  private final List<String> differences = new ArrayList<>();

  private ResumeCheck() {}

  /**
   * Returns the properties that must not change, by their names in {@code run.json} and
   * checkpoints.
   */
  static JsonObject identity(GenerativeModel<?> model, TrainingOptions options, String data) {
    var identity = new JsonObject();
    identity.addProperty("model", model.getClass().getName());
    identity.add("options", Checkpoints.json(model.options()));
    identity.add("training", Checkpoints.json(options));
    identity.addProperty(DATA, data);
    return identity;
  }

  /**
   * Checks that the properties of the run and the loop are equal.
   *
   * @param run the run's folder, for the message
   * @param saved a checkpoint's description or a run's record
   * @param now the properties of the loop that resumes the run
   * @throws IllegalArgumentException if other properties than {@link #DATA} differ; the message
   *     lists all differences
   */
  static void require(Path run, JsonObject saved, JsonObject now) {
    var check = new ResumeCheck();
    for (String key : now.keySet()) {
      if (key.equals(DATA)) {
        continue;
      }
      boolean training = key.equals("training");
      check.compare(
          key,
          training ? withoutFree(saved.get(key)) : saved.get(key),
          training ? withoutFree(now.get(key)) : now.get(key));
    }
    if (!check.differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The run in %s cannot be resumed with other options or data: %s. Resume it with those of its start, or start a new run"
              .formatted(run, String.join("; ", check.differences)));
    }
  }

  /**
   * Checks that the data is that of the run.
   *
   * @param run the run's folder
   * @param was the fingerprint of the run's data
   * @param is the fingerprint of the data now
   * @param contents the hashes of its files
   * @throws ChangedDataException if it differs
   */
  static void requireData(Path run, String was, String is, Map<String, String> contents)
      throws IOException {
    if (was.equals(is)) {
      return;
    }
    @Nullable DataRecord before = DataRecord.read(run);
    String files = before != null && before.data().equals(was) ? before.differences(contents) : "";
    String differences =
        files.isEmpty() ? "data was \"%s\" and is \"%s\"".formatted(was, is) : files;
    throw new ChangedDataException(
        "The run in %s cannot be resumed with other options or data: %s. Resume it with the data of its start, or go on with the changed data by acceptingChangedData()"
            .formatted(run, differences),
        differences);
  }

  /** Removes the options that may change. */
  private static @Nullable JsonElement withoutFree(@Nullable JsonElement element) {
    if (!(element instanceof JsonObject)) {
      return element;
    }
    JsonObject rest = element.deepCopy().getAsJsonObject();
    FREE.forEach(rest::remove);
    return rest;
  }

  private void compare(String name, @Nullable JsonElement was, @Nullable JsonElement is) {
    if (was instanceof JsonObject before && is instanceof JsonObject now) {
      var keys = new TreeSet<>(before.keySet());
      keys.addAll(now.keySet());
      for (String key : keys) {
        compare(name + "." + key, before.get(key), now.get(key));
      }
    } else if (!same(was, is)) {
      differences.add(name + " was " + text(was) + " and is " + text(is));
    }
  }

  private static boolean same(@Nullable JsonElement was, @Nullable JsonElement is) {
    if (isNumber(was) && isNumber(is)) {
      String before = was.getAsString();
      String now = is.getAsString();
      return before.equals(now) || sameNumber(before, now);
    }
    return text(was).equals(text(is));
  }

  /**
   * Compares numbers by value (2e-4 equals 2.0E-4), exactly also for longs beyond the precision of
   * doubles.
   */
  private static boolean sameNumber(String before, String now) {
    try {
      var first = new BigDecimal(before);
      var second = new BigDecimal(now);
      boolean whole = first.scale() <= 0 && second.scale() <= 0;
      return first.compareTo(second) == 0 || !whole && first.doubleValue() == second.doubleValue();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isNumber(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  private static String text(@Nullable JsonElement element) {
    return element == null || element instanceof JsonNull ? "nothing" : element.toString();
  }
}
