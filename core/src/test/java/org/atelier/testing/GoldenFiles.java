package org.atelier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where the files of {@link Golden} cases lie: in a folder of the user's, and on the class path.
 */
final class GoldenFiles {
  static final String FOLDER_PROPERTY = "atelier.golden";

  private static final String DESCRIPTION = "case.json";

  private GoldenFiles() {}

  /** Reads one file of a case. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Path file) throws IOException;
  }

  /** The folder with the whole set; empty if there is none. */
  private static String folder() {
    String folder = System.getProperty(FOLDER_PROPERTY, "");
    // Maven passes the property on, and leaves its placeholder where nobody has set it.
    return folder.equals("${" + FOLDER_PROPERTY + "}") ? "" : folder;
  }

  /**
   * The names of all cases, sorted: those of the folder, if there is one; those of the class path.
   */
  static List<List<String>> caseNames() {
    var places = new ArrayList<List<String>>();
    try {
      if (!folder().isEmpty()) {
        places.add(caseNames(Path.of(folder())));
      }
      var names = new TreeSet<String>();
      // Each module has some cases of its own.
      for (URL root : Collections.list(GoldenFiles.class.getClassLoader().getResources("golden"))) {
        URI uri = root.toURI();
        if (uri.getScheme().equals("jar")) {
          try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            names.addAll(caseNames(jar.getPath("golden")));
          }
        } else {
          names.addAll(caseNames(Path.of(uri)));
        }
      }
      places.add(List.copyOf(names));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return places;
  }

  private static List<String> caseNames(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, 3)) {
      return files
          .filter(file -> file.endsWith(DESCRIPTION))
          .map(file -> root.relativize(file.getParent()).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /**
   * Reads a file of a case: of the folder's, or else of the class path's; there as a temporary
   * copy.
   *
   * @throws AssertionError if there is no such file
   */
  static <T> T read(String name, String file, Reader<T> reader) {
    String folder = folder();
    try {
      if (!folder.isEmpty()) {
        Path path = Path.of(folder, name).resolve(file).normalize();
        if (Files.isRegularFile(path)) {
          return reader.read(path);
        }
        // Later cases lie on the class path alone.
        if (GoldenFiles.class.getResource("/golden/" + name + "/" + DESCRIPTION) == null) {
          throw new AssertionError(
              "No golden file " + path + " (the folder comes from -D" + FOLDER_PROPERTY + ")");
        }
      }
      String resource = URI.create("/golden/" + name + "/" + file).normalize().getPath();
      try (var in = GoldenFiles.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new AssertionError(
              "No golden file "
                  + name
                  + "/"
                  + file
                  + " on the class path; name a folder with all cases by -D"
                  + FOLDER_PROPERTY
                  + "=FOLDER");
        }
        // A resource may lie in a jar, where no file channel reaches.
        Path copy = Files.createTempFile("golden-", "-" + Path.of(file).getFileName());
        copy.toFile().deleteOnExit();
        Files.write(copy, in.readAllBytes());
        return reader.read(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
