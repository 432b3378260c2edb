package org.atelier.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;

/**
 * The classes of some pictures.
 *
 * @param names of the classes, by their numbers
 * @param labels the class of every picture
 */
public record PictureClasses(List<String> names, int[] labels) {
  public PictureClasses {
    names = List.copyOf(names);
    labels = labels.clone();
  }

  /** Classes that are called by their numbers. */
  static PictureClasses numbered(int[] labels) {
    int count = Arrays.stream(labels).max().orElse(0) + 1;
    return new PictureClasses(IntStream.range(0, count).mapToObj(String::valueOf).toList(), labels);
  }

  /**
   * One class for each folder, in the order of their names.
   *
   * @param title of all pictures
   * @param pictures their names, relative and with / between folders
   */
  static PictureClasses ofFolders(String title, List<String> pictures) {
    for (String picture : pictures) {
      if (!picture.contains("/")) {
        throw new UsageException(
            "Expected one folder for each class in %s, but %s lies beside them; move it into the folder of its class"
                .formatted(title, picture));
      }
    }
    List<String> folders =
        pictures.stream().map(PictureClasses::folder).distinct().sorted().toList();
    if (folders.size() < 2) {
      throw new UsageException(
          "Expected one folder for each class in %s, but there is only %s; name the folder of two or more classes"
              .formatted(title, folders.get(0)));
    }
    int[] labels =
        pictures.stream().mapToInt(picture -> folders.indexOf(folder(picture))).toArray();
    return new PictureClasses(folders, labels);
  }

  private static String folder(String picture) {
    return picture.substring(0, picture.indexOf('/'));
  }

  /**
   * The number of a class that is called by its name or its number.
   *
   * @param option that names it, for what is said of one that is none
   */
  public int label(String option, String asked) {
    int named = names.indexOf(asked);
    if (named >= 0) {
      return named;
    }
    // Nine digits are always an int.
    if (asked.matches("\\d{1,9}") && Integer.parseInt(asked) < names.size()) {
      return Integer.parseInt(asked);
    }
    throw new UsageException(
        "%s expects a number from 0 to %d or one of %s, but was %s"
            .formatted(option, names.size() - 1, String.join(", ", names), asked));
  }

  /** The numbers of the pictures of one class. */
  public int[] of(int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }
}
