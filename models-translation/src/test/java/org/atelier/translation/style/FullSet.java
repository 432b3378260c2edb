package org.atelier.translation.style;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.testing.Golden;

/** Cases and weights that are not in the repository; tests of them are skipped where absent. */
public final class FullSet {
  private FullSet() {}

  /** A case of the folder that {@code -Datelier.golden} names. */
  public static Golden golden(String name) {
    String folder = System.getProperty(Golden.FOLDER_PROPERTY, "");
    assumeTrue(
        Files.isRegularFile(Path.of(folder, name, "case.json")),
        "skipped without -Datelier.golden=FOLDER that has " + name);
    return Golden.load(name);
  }

  /** A file of the folder that {@code -Datelier.weights} names. */
  public static Path weights(String name) {
    Path file = Path.of(System.getProperty("atelier.weights", ""), name);
    assumeTrue(
        Files.isRegularFile(file), "skipped without -Datelier.weights=FOLDER that has " + name);
    return file;
  }
}
