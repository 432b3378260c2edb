package org.atelier.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.atelier.cli.command.GivenOptions;
import org.atelier.cli.command.UsageException;

/**
 * The options that are given with {@code --resume}. A resumed run keeps the options of its start,
 * so one that would change them is refused by name; one that repeats them is accepted.
 *
 * @param run the run's folder
 */
record ResumedOptions(Path run, GivenOptions given) {
  /** Those by which a run goes on in another way, and those that name its data. */
  private static final Set<String> FREE =
      Set.of("--data", "--data-b", "--steps", "--epochs", "--resume");

  /**
   * Refuses options that differ from those of the run.
   *
   * @param identity what the options choose for the run, but for its length
   * @throws UsageException naming those that would change it
   * @throws IOException if {@code identity} throws it
   */
  void requireSame(UsageException.Check<?> identity) throws IOException {
    List<String> differing =
        given.changing(identity).stream()
            .filter(option -> !FREE.contains(option.longestName()))
            .map(GivenOptions::typed)
            .toList();
    if (!differing.isEmpty()) {
      throw new UsageException(
          "%s %s from the run in %s, which is resumed with the options of its start; leave %s out, or start a new run"
              .formatted(
                  String.join(", ", differing),
                  differing.size() == 1 ? "differs" : "differ",
                  run,
                  differing.size() == 1 ? "it" : "them"));
    }
  }
}
