package org.atelier.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of one kind in a folder and its sub-folders at any depth. Whatever lies in a hidden or
 * service part of a path below the folder is left out, and counted; the folder itself may have any
 * name. Symbolic links are followed; one that leads nowhere, or back to a folder above it, is left
 * out, and counted.
 *
 * <p>Files are kept as paths, never made from their names: a name whose bytes the platform's
 * encoding cannot decode is listed and can be read, though its text has replacement characters.
 */
public final class FolderListing {
  /** How many names {@link #remark} writes out. */
  private static final int NAMED = 5;

  /**
   * Folders and files of file managers, network storage and archivers, in lower case: thumbnails,
   * recycle bins, resource forks, snapshots.
   */
  private static final Set<String> SERVICE =
      Set.of(
          "@eadir",
          "@recycle",
          "@recently-snapshot",
          "@sharesnap",
          "@tmp",
          "@__thumb",
          "#recycle",
          "#snapshot",
          "~snapshot",
          "$recycle.bin",
          "recycler",
          "system volume information",
          "lost+found",
          "__macosx",
          "__pycache__",
          "network trash folder",
          "temporary items",
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini");

  /**
   * A file below the folder.
   *
   * @param path the file; starts with the folder as it was given
   * @param name its path relative to the folder as text, with / between folders on every platform
   */
  public record Entry(Path path, String name) {}

  private final Path folder;
  private final List<Entry> files;
  private final List<Path> folders;
  private final int others;
  private final int inHiddenFolders;
  private final int hiddenFiles;
  private final SortedSet<String> hiddenParts;
  private final SortedSet<String> brokenLinks;

  private FolderListing(Path folder, Collector found) {
    found.files.sort(Comparator.comparing(Entry::name).thenComparing(Entry::path));
    found.folders.sort(Comparator.comparing(Path::toString));
    this.folder = folder;
    this.files = List.copyOf(found.files);
    this.folders = List.copyOf(found.folders);
    this.others = found.others;
    this.inHiddenFolders = found.inHiddenFolders;
    this.hiddenFiles = found.hiddenFiles;
    this.hiddenParts = found.hiddenParts;
    this.brokenLinks = found.brokenLinks;
  }

  /**
   * Lists a folder.
   *
   * @param folder an existing folder
   * @param wanted which names of files, without their folders, are of the wanted kind
   * @throws IOException if the folder or a visible sub-folder cannot be listed; the message names
   *     it
   */
  public static FolderListing of(Path folder, Predicate<String> wanted) throws IOException {
    var found = new Collector(folder, wanted);
    Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
    return new FolderListing(folder, found);
  }

  /**
   * Whether a file or folder of this name is left out: it begins with a dot, or belongs to a file
   * manager, a network storage, an archiver or the like. Case is ignored.
   *
   * @param name the last part of a path
   */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || SERVICE.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the wanted files, sorted by name, by code unit: the same order on every machine. */
  public List<Entry> files() {
    return files;
  }

  /** Returns the visible folders directly in the folder, sorted by name. */
  public List<Path> folders() {
    return folders;
  }

  /** Returns the number of visible files that are of another kind. */
  public int others() {
    return others;
  }

  /** Returns the number of wanted files that were left out, being hidden or in a hidden folder. */
  public int leftOut() {
    return inHiddenFolders + hiddenFiles;
  }

  /**
   * Describes what was left out, such as "Left out 3 pictures in hidden or service folders of
   * photos: .thumbnails, @eaDir". Null if nothing was.
   *
   * @param kind the wanted kind of file in the singular, such as "picture"
   */
  public @Nullable String remark(String kind) {
    var parts = new ArrayList<String>();
    if (inHiddenFolders > 0) {
      parts.add(counted(inHiddenFolders, kind) + " in hidden or service folders");
    }
    if (hiddenFiles > 0) {
      parts.add(counted(hiddenFiles, "hidden " + kind));
    }
    if (!brokenLinks.isEmpty()) {
      parts.add(
          counted(brokenLinks.size(), "symbolic link") + " leading nowhere or to a folder above");
    }
    if (parts.isEmpty()) {
      return null;
    }
    var names = new ArrayList<>(hiddenParts);
    names.addAll(brokenLinks);
    return "Left out %s of %s: %s%s"
        .formatted(
            String.join(", ", parts),
            folder,
            String.join(", ", names.subList(0, Math.min(names.size(), NAMED))),
            names.size() > NAMED ? ", …" : "");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Collects the files of a walk. */
  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final int depth;
    private final Predicate<String> wanted;
    private final List<Entry> files = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final SortedSet<String> hiddenParts = new TreeSet<>();
    private final SortedSet<String> brokenLinks = new TreeSet<>();
    private int others;
    private int inHiddenFolders;
    private int hiddenFiles;

    /** The outermost hidden folder that the walk is in; null in visible folders. */
    private @Nullable Path hidden;

    Collector(Path folder, Predicate<String> wanted) {
      this.folder = folder;
      // The empty path, the working directory, counts as one name.
      this.depth = folder.toString().isEmpty() ? 0 : folder.getNameCount();
      this.wanted = wanted;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      if (hidden == null && !path.equals(folder)) {
        if (isHidden(lastPart(path))) {
          hidden = path;
        } else if (path.getNameCount() == depth + 1) {
          folders.add(path);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure)
        throws IOException {
      if (failure != null && hidden == null) {
        throw unlisted(path, failure);
      }
      if (path.equals(hidden)) {
        hidden = null;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      String file = lastPart(path);
      if (attributes.isSymbolicLink()) {
        // Links are followed, so this one leads nowhere.
        if (isVisible(file) && wanted.test(file)) {
          brokenLinks.add(name(path));
        }
      } else if (attributes.isRegularFile()) {
        add(path, file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path path, String file) {
      if (!wanted.test(file)) {
        others += isVisible(file) ? 1 : 0;
      } else if (isVisible(file)) {
        files.add(new Entry(path, name(path)));
      } else if (hidden == null) {
        hiddenFiles++;
        hiddenParts.add(file);
      } else {
        inHiddenFolders++;
        hiddenParts.add(lastPart(hidden));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      if (!isVisible(lastPart(path)) && !path.equals(folder)) {
        return FileVisitResult.CONTINUE;
      }
      if (failure instanceof FileSystemLoopException) {
        brokenLinks.add(name(path));
        return FileVisitResult.CONTINUE;
      }
      throw unlisted(path, failure);
    }

    private boolean isVisible(String file) {
      return hidden == null && !isHidden(file);
    }

    private String name(Path path) {
      return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static String lastPart(Path path) {
      return String.valueOf(path.getFileName());
    }

    private static IOException unlisted(Path path, IOException failure) {
      String reason =
          failure instanceof AccessDeniedException
              ? "this user may not read it; change its permissions, or move it elsewhere"
              : failure.getMessage();
      return new IOException("Cannot list %s: %s".formatted(path, reason), failure);
    }
  }
}
