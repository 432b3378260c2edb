package org.atelier.cli.pictures;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of the results of a folder's pictures, which are distinct on every file system, also
 * where case and the form of accents do not distinguish names.
 *
 * <ul>
 *   <li>{@code photo.jpg} gives {@code photo.png}.
 *   <li>Pictures whose results would have one name keep their extensions: {@code a.png} and {@code
 *       a.jpg} give {@code a.png.png} and {@code a.jpg.png}. So does a picture whose result would
 *       have the name of a folder.
 *   <li>Where these names are taken, too, a number follows, in the order of the pictures: {@code
 *       A.PNG} and {@code a.png} give {@code A.PNG.png} and {@code a.png-2.png}.
 * </ul>
 */
final class OutputNames {
  private static final String ENDING = ".png";

  private OutputNames() {}

  /**
   * Returns the names of results by those of pictures, in their order.
   *
   * @param pictures names relative to a folder, with / between folders, each with an extension
   */
  static Map<String, String> of(List<String> pictures) {
    Set<String> taken = folders(pictures);
    var uses = new HashMap<String, Integer>();
    for (String picture : pictures) {
      uses.merge(key(withoutExtension(picture)), 1, Integer::sum);
    }
    var names = new LinkedHashMap<String, String>();
    for (String picture : pictures) {
      String name = withoutExtension(picture);
      boolean alone = uses.get(key(name)) == 1 && taken.add(key(name));
      names.put(picture, alone ? name : "");
    }
    for (Map.Entry<String, String> entry : names.entrySet()) {
      if (entry.getValue().isEmpty()) {
        String picture = entry.getKey();
        String name = picture + ENDING;
        for (int number = 2; !taken.add(key(name)); number++) {
          name = picture + "-" + number + ENDING;
        }
        entry.setValue(name);
      }
    }
    return names;
  }

  private static String withoutExtension(String picture) {
    return picture.substring(0, picture.lastIndexOf('.')) + ENDING;
  }

  /** The keys of all folders in which there are pictures. */
  private static Set<String> folders(List<String> pictures) {
    var folders = new HashSet<String>();
    for (String picture : pictures) {
      for (int at = picture.indexOf('/'); at >= 0; at = picture.indexOf('/', at + 1)) {
        folders.add(key(picture.substring(0, at)));
      }
    }
    return folders;
  }

  /** Equal for names that one file system or another does not distinguish. */
  private static String key(String name) {
    String folded =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }
}
