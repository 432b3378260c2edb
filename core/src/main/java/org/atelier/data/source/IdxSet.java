package org.atelier.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two files of a set of labelled pictures in the IDX format, by the names under which MNIST and
 * its relatives are published: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte},
 * or with a dot, {@code train-images.idx3-ubyte}; test sets begin with {@code t10k} or {@code
 * test}; a prefix may name the set ({@code emnist-letters-train-images-idx3-ubyte}), and the
 * extension {@code .gz} may follow.
 *
 * @param images the file of pictures
 * @param labels the file of labels
 */
public record IdxSet(Path images, Path labels) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<set>(?:[^.].*[-_])?)(?<split>train|t10k|test)-(?<content>images[-.]idx3|labels[-.]idx1)-ubyte(?:\\.gz)?");
  private static final List<String> SPLITS = List.of("train", "t10k", "test");
  private static final String SPELLINGS =
      "or with a dot, such as train-images.idx3-ubyte; uncompressed or with the extension .gz";

  /** Returns whether a file of this name holds values in the IDX format. */
  public static boolean isIdx(Path file) {
    return name(file).matches("[^.].*[-.]idx\\d-ubyte(\\.gz)?");
  }

  /** The name in lower case, since some systems write names in capitals. */
  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds the training set of a folder, or else its test set.
   *
   * @throws IOException if the folder cannot be listed, has no such files, one file without the
   *     other, or the files of several sets
   */
  public static IdxSet in(Path folder) throws IOException {
    var images = new TreeMap<String, Path>();
    var labels = new TreeMap<String, Path>();
    try (Stream<Path> all = Files.list(folder)) {
      // Of two spellings of one name the shorter wins, so uncompressed files.
      Comparator<Path> order = Comparator.comparingInt(path -> path.toString().length());
      for (Path path :
          all.filter(Files::isRegularFile).sorted(order.thenComparing(path -> path)).toList()) {
        Matcher name = NAME.matcher(name(path));
        if (name.matches()) {
          (name.group("content").startsWith("images") ? images : labels)
              .putIfAbsent(name.group("set") + name.group("split"), path);
        }
      }
    }
    for (String split : SPLITS) {
      Set<String> sets = new TreeSet<>(images.keySet());
      sets.addAll(labels.keySet());
      sets.removeIf(set -> !set.endsWith(split));
      if (sets.size() > 1) {
        throw new IOException(
            "Expected one set of IDX files in %s, but found %s; move them to a folder each"
                .formatted(folder, String.join(", ", sets)));
      }
      // An incomplete pair is reported, not replaced by the other split.
      for (String set : sets) {
        return new IdxSet(
            present(images.get(set), folder, set + "-images-idx3-ubyte", labels.get(set)),
            present(labels.get(set), folder, set + "-labels-idx1-ubyte", images.get(set)));
      }
    }
    throw new IOException(
        "Expected train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (%s), in %s, but found none of them"
            .formatted(SPELLINGS, folder));
  }

  private static Path present(@Nullable Path file, Path folder, String name, @Nullable Path other)
      throws IOException {
    if (file == null) {
      throw new IOException(
          "%s has %s, but not %s (%s)"
              .formatted(folder, other == null ? "" : other.getFileName(), name, SPELLINGS));
    }
    return file;
  }
}
