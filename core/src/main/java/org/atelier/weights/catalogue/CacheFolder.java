package org.atelier.weights.catalogue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder for what can be downloaded again: the one that {@code ATELIER_CACHE} names, or {@code
 * atelier} in the platform's folder of caches ({@code XDG_CACHE_HOME} or {@code ~/.cache}; {@code
 * ~/Library/Caches} on a Mac; {@code %LOCALAPPDATA%} on Windows).
 */
final class CacheFolder {
  static final String VARIABLE = "ATELIER_CACHE";

  private static final String NAME = "atelier";

  private CacheFolder() {}

  /** Returns this process's folder, which need not exist. */
  static Path ofThisProcess() {
    return of(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  /**
   * @param environment the variables of the environment
   * @param system the operating system, by Java's name
   * @param home the user's folder
   */
  static Path of(Map<String, String> environment, String system, Path home) {
    String own = environment.getOrDefault(VARIABLE, "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return home.resolve("Library/Caches").resolve(NAME);
    }
    boolean windows = name.startsWith("windows");
    @Nullable String caches = environment.get(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    // The XDG specification ignores relative paths.
    boolean usable = caches != null && !caches.isBlank() && Path.of(caches).isAbsolute();
    Path folder = usable ? Path.of(caches) : home.resolve(windows ? "AppData/Local" : ".cache");
    return folder.resolve(NAME);
  }
}
