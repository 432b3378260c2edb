package org.atelier.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;

/**
 * The class labels of a data set.
 *
 * @param names the class names, indexed by label
 * @param labels the label of each picture
 */
public record PictureClasses(List<String> names, int[] labels) {
  /** Copies the names and the labels. */
  public PictureClasses {
    names = List.copyOf(names);
    labels = labels.clone();
  }

  /** Classes that are named by their labels. */
  static PictureClasses numbered(int[] labels) {
    int count = Arrays.stream(labels).max().orElse(0) + 1;
    return new PictureClasses(IntStream.range(0, count).mapToObj(String::valueOf).toList(), labels);
  }

  /**
   * One class for each folder, in the order of their names.
   *
   * @param title the name of the data in messages
   * @param pictures their paths, relative and with / between folders
   */
  static PictureClasses ofFolders(String title, List<String> pictures) {
    for (String picture : pictures) {
      if (!picture.contains("/")) {
        throw new UsageException(
            "Expected one folder for each class in %s, but %s is in none; move it into the folder of its class"
                .formatted(title, picture));
      }
    }
    List<String> folders =
        pictures.stream().map(PictureClasses::folder).distinct().sorted().toList();
    if (folders.size() < 2) {
      throw new UsageException(
          "Expected one folder for each class in %s, but there is only %s; give a folder with two or more classes"
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
   * The label of a class that is given by name or number.
   *
   * @param option the option's name, for messages
   */
  public int label(String option, String asked) {
    int named = names.indexOf(asked);
    if (named >= 0) {
      return named;
    }
    // Nine digits always fit an int.
    if (asked.matches("\\d{1,9}") && Integer.parseInt(asked) < names.size()) {
      return Integer.parseInt(asked);
    }
    throw new UsageException(
        "%s expects a number from 0 to %s or one of %s, but was %s"
            .formatted(option, names.size() - 1, String.join(", ", names), asked));
  }

  /** The indices of the pictures of one class. */
  public int[] of(int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }
}
