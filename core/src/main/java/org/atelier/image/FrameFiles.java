package org.atelier.image;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.atelier.files.FolderListing;
import org.atelier.files.NaturalOrder;

/**
 * Files as frames.
 *
 * @param files at least one, in their order
 */
record FrameFiles(List<Path> files) implements PictureFrames {
  FrameFiles {
    files = List.copyOf(files);
  }

  /** Lists the pictures directly in a folder. */
  static FrameFiles ofFolder(Path folder) throws IOException {
    List<Path> files =
        listing(folder, name -> PictureNames.READ.contains(PictureNames.extension(name)))
            .sorted(Comparator.comparing(FolderListing.Entry::name, NaturalOrder.INSTANCE))
            .map(FolderListing.Entry::path)
            .toList();
    if (files.isEmpty()) {
      throw new PictureException(
          "Cannot read frames of %s: expected pictures in this folder, but there are none (%s); give the folder that has them"
              .formatted(folder, String.join(", ", PictureNames.READ)));
    }
    return new FrameFiles(files);
  }

  /** Lists the files of a name with a place for a number. */
  static FrameFiles ofSequence(Path pattern) throws IOException {
    NumberedNames names = NumberedNames.of(pattern).orElseThrow();
    Path parent = pattern.getParent();
    Path folder = parent == null ? Path.of("") : parent;
    if (!Files.isDirectory(folder)) {
      throw new PictureException(
          "Cannot read frames of %s: there is no folder %s; check the path"
              .formatted(pattern, folder));
    }
    Map<BigInteger, Path> files = new TreeMap<>();
    listing(folder, name -> names.number(name).isPresent())
        .forEach(entry -> names.number(entry.name()).ifPresent(n -> files.put(n, entry.path())));
    if (files.isEmpty()) {
      throw new PictureException(
          "Cannot read frames of %s: there is no file such as %s; check the folder, and the number of digits"
              .formatted(pattern, names.name(1)));
    }
    return new FrameFiles(List.copyOf(files.values()));
  }

  private static Stream<FolderListing.Entry> listing(Path folder, Predicate<String> wanted)
      throws IOException {
    return FolderListing.of(folder, wanted).files().stream()
        .filter(entry -> entry.name().indexOf('/') < 0);
  }

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public Cursor cursor() {
    return new Cursor() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < files.size();
      }

      @Override
      public Frame next() throws IOException {
        if (!hasNext()) {
          throw new NoSuchElementException("There are %s frames".formatted(files.size()));
        }
        Path file = files.get(next);
        return new Frame(next++, file.toString(), Pictures.decode(file), DEFAULT_DELAY);
      }
    };
  }
}
