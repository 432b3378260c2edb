package org.atelier.cli.train.style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.datasets.Paintings;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.jspecify.annotations.Nullable;

/**
 * The style pictures that {@code --style} names: files, or embedded paintings.
 *
 * @param locations for each a path, or {@code embedded:NAME}
 */
record StylePictures(List<String> locations) {
  private static final String KEY = "style.";

  StylePictures {
    locations = List.copyOf(locations);
  }

  /** What was given on the command line, checked. */
  static StylePictures of(List<String> given) {
    var locations = new ArrayList<String>();
    for (String text : given) {
      DataName name = DataName.of(text, Paintings.embedded().names());
      if (name.set() == null) {
        Path file = PathArgument.of(text);
        if (text.isBlank() || Files.notExists(file)) {
          throw new UsageException(
              "--style expects a picture, or one of the embedded paintings %s, but there is no %s; check the path"
                  .formatted(String.join(" and ", Paintings.embedded().names()), text));
        }
        Inputs.file("--style", "a picture", file);
      }
      locations.add(name.location());
    }
    return new StylePictures(locations);
  }

  /** What a run has recorded. */
  static StylePictures kept(Map<String, String> settings) {
    var locations = new ArrayList<String>();
    for (@Nullable String at = settings.get(KEY + 0); at != null; ) {
      locations.add(at);
      at = settings.get(KEY + locations.size());
    }
    return new StylePictures(locations);
  }

  /** Records these in place of others. */
  Map<String, String> into(Map<String, String> settings) {
    var kept = new LinkedHashMap<>(settings);
    kept.keySet().removeIf(key -> key.startsWith(KEY));
    for (int i = 0; i < locations.size(); i++) {
      kept.put(KEY + i, locations.get(i));
    }
    return kept;
  }

  /** A name for each, by which {@code translate --domain} finds it. */
  List<String> names() {
    var names = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (String location : locations) {
      String file =
          location.startsWith(DataName.PREFIX)
              ? location.substring(DataName.PREFIX.length())
              : String.valueOf(Path.of(location).getFileName()).replaceFirst("\\.[^.]*$", "");
      String name = file;
      for (int i = 2; !seen.add(name); i++) {
        name = file + "-" + i;
      }
      names.add(name);
    }
    return names;
  }

  /**
   * Reads the pictures.
   *
   * @param longest the longest side in pixels, to which larger ones are reduced
   */
  List<Picture> read(int longest) throws IOException {
    var pictures = new ArrayList<Picture>();
    for (String location : locations) {
      Picture picture =
          location.startsWith(DataName.PREFIX)
              ? Paintings.embedded().picture(location.substring(DataName.PREFIX.length()))
              : Pictures.read(Path.of(location));
      double scale = Math.min(1, (double) longest / Math.max(picture.height(), picture.width()));
      int height = Math.max(1, (int) Math.round(picture.height() * scale));
      int width = Math.max(1, (int) Math.round(picture.width() * scale));
      if (Math.min(height, width) < LEAST) {
        throw new UsageException(
            "--style expects pictures of at least %s pixels on each side, but %s has %s×%s after scaling to %s; use a larger picture or --style-size"
                .formatted(LEAST, location, width, height, longest));
      }
      pictures.add(Resizer.BILINEAR.resize(picture.toRgb(), height, width));
    }
    return pictures;
  }

  /** Features of stride 16 are several positions of it. */
  private static final int LEAST = 32;
}
