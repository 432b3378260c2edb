package org.atelier.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atelier.model.GenerativeModel;
import org.jspecify.annotations.Nullable;

/** Refuses to go on with a run under options that would make it another run. */
final class ResumeCheck {
  /** What may change: how long, and what is kept. */
  private static final Set<String> FREE =
      Set.of("epochs", "steps", "checkpointEvery", "keepCheckpoints");

  private ResumeCheck() {}

  static void require(
      Checkpoint checkpoint, GenerativeModel<?> model, TrainingOptions options, String data) {
    Checkpoint.Description saved = checkpoint.description();
    List<String> differences = new ArrayList<>();
    compare("model", saved.model(), model.getClass().getName(), differences);
    compare(saved.options(), json(model.options()), Set.of(), differences);
    compare(saved.training(), json(options), FREE, differences);
    compare("data", saved.data(), data, differences);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The run in %s cannot go on, since it would become another run: %s. Resume it as it was, or start a new one"
              .formatted(checkpoint.folder(), String.join("; ", differences)));
    }
  }

  private static JsonObject json(Object options) {
    return Checkpoint.GSON.toJsonTree(options).getAsJsonObject();
  }

  private static void compare(
      @Nullable JsonObject was, JsonObject is, Set<String> free, List<String> differences) {
    for (String key : is.keySet()) {
      if (!free.contains(key)) {
        compare(key, text(was == null ? null : was.get(key)), text(is.get(key)), differences);
      }
    }
  }

  /** Through text and back, since a number read from a file has another class. */
  private static String text(@Nullable JsonElement element) {
    return element == null ? "nothing" : element.toString();
  }

  private static void compare(
      String name, @Nullable String was, @Nullable String is, List<String> differences) {
    if (!String.valueOf(was).equals(String.valueOf(is))) {
      differences.add(name + " was " + was + " and is " + is);
    }
  }
}
