package org.atelier.cli.train;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.atelier.cli.command.GivenOptions;
import org.atelier.cli.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that are given with {@code --resume}. A resumed run keeps the options of its start,
 * so one that would change them is refused by name; one that repeats them is accepted.
 *
 * @param run the run's folder
 * @param given the options that were given
 */
record ResumedOptions(Path run, GivenOptions given) {
  /** Those by which a run goes on in another way, and those that name its data. */
  private static final Set<String> FREE =
      Set.of("--data", "--data-b", "--steps", "--epochs", "--resume");

  private static final int MOST_NAMED = 3;

  /**
   * Refuses options that differ from those of the run.
   *
   * @param identity what the options choose for the run, but for its length, by name
   * @throws UsageException naming the first that would change it
   * @throws IOException if {@code identity} throws it
   */
  void requireSame(UsageException.Check<Map<String, Object>> identity) throws IOException {
    Map<String, Object> with = identity.get();
    for (OptionSpec option : given.all()) {
      if (FREE.contains(option.longestName())) {
        continue;
      }
      Map<String, Object> without;
      try {
        without = GivenOptions.without(option, identity);
      } catch (UsageException | IllegalArgumentException e) {
        // Another option expects this one, which is then refused or the same as the run's.
        continue;
      }
      var differences = new ArrayList<String>();
      compare("", without, with, differences);
      if (!differences.isEmpty()) {
        throw new UsageException(
            "%s differs from the run in %s (%s), which is resumed with the options of its start; leave it out, or start a new run"
                .formatted(
                    GivenOptions.typed(option),
                    run,
                    String.join(
                        ", ", differences.subList(0, Math.min(MOST_NAMED, differences.size())))));
      }
    }
  }

  private static void compare(
      String name, @Nullable Object was, @Nullable Object is, List<String> differences) {
    if (Objects.equals(was, is)) {
      return;
    }
    if (was instanceof Map<?, ?> before && is instanceof Map<?, ?> now) {
      var keys = new TreeSet<String>();
      before.keySet().forEach(key -> keys.add((String) key));
      now.keySet().forEach(key -> keys.add((String) key));
      keys.forEach(key -> compare(key, before.get(key), now.get(key), differences));
    } else if (was instanceof Record before
        && is instanceof Record now
        && was.getClass() == is.getClass()) {
      for (RecordComponent component : before.getClass().getRecordComponents()) {
        compare(
            component.getName(),
            Recipe.value(component, before),
            Recipe.value(component, now),
            differences);
      }
    } else {
      differences.add("%s was %s".formatted(name, was == null ? "not given" : was));
    }
  }
}
