package org.atelier.data;

import java.util.LinkedHashMap;
import java.util.Map;

/** Joins the {@link TrainingData#contents} of the parts of training data. */
public final class Contents {
  private Contents() {}

  /**
   * Returns the entries of two parts, each name preceded by that of its part.
   *
   * @param first the name of the first part, such as {@code "inputs"}
   * @param second the name of the second part
   */
  public static Map<String, String> join(
      String first,
      Map<String, String> firstContents,
      String second,
      Map<String, String> secondContents) {
    var all = new LinkedHashMap<String, String>();
    firstContents.forEach((name, hash) -> all.put(first + ": " + name, hash));
    secondContents.forEach((name, hash) -> all.put(second + ": " + name, hash));
    return all;
  }
}
