package org.atelier.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.attributes.AttributeTable;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.Faces;
import org.atelier.datasets.openmoji.OpenMoji;
import org.jspecify.annotations.Nullable;

/**
 * Pictures with attributes or of several domains: the data of {@code ./atelier train stargan}.
 *
 * @param title their name in messages
 * @param location a value of {@code --data} that names them from any working directory
 * @param domains whether the labels are domains, of which each picture has exactly one
 * @param training the training pictures
 * @param heldOut held-out pictures for the grids; null to show training pictures
 * @param truth the ground truth among the held-out pictures: the index of the target, given a
 *     picture's index and the index of the target domain or of the attribute to flip; null where it
 *     is unknown
 */
public record LabelledPictures(
    String title,
    String location,
    boolean domains,
    AttributeSet training,
    @Nullable AttributeSet heldOut,
    @Nullable IntBinaryOperator truth) {
  /** The value of {@code --data} for the embedded faces with five attributes. */
  public static final String FACES = "faces";

  static final String STYLES = "emoji-styles";

  private static final String RESOLUTIONS = "resolutions";

  private static final int EVERY = 10;
  private static final int SHRUNK = 4;

  /** Whether these are the embedded emoji at a low and a high resolution. */
  public boolean areResolutions() {
    return location.equals(DataName.embedded(RESOLUTIONS));
  }

  /**
   * Opens what {@code --data} names.
   *
   * @param table the CSV file of attributes; null for none
   * @param names the attributes to learn; empty for all
   */
  public static LabelledPictures open(String name, @Nullable Path table, List<String> names)
      throws IOException {
    if (table == null && !names.isEmpty()) {
      throw new UsageException(
          "--names selects attributes of a file of --attributes, but there is none; add one,"
              + " or leave --names out");
    }
    DataName data = DataName.of(name, List.of(FACES, STYLES, RESOLUTIONS));
    String set = data.set();
    if (set != null) {
      if (table != null) {
        throw new UsageException(
            "--attributes expects a folder of pictures, but --data is the embedded %s; leave one out"
                .formatted(set));
      }
      return switch (set) {
        case FACES -> faces();
        case STYLES -> styles();
        default -> resolutions();
      };
    }
    Path folder = data.path();
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "--data expects a folder of pictures or one of %s, %s and %s, but there is no folder %s"
              .formatted(FACES, STYLES, RESOLUTIONS, name));
    }
    String location = data.location();
    if (table != null) {
      AttributeSet labelled =
          AttributeSet.of(
              ImageFolder.open(folder), AttributeTable.read(table), names.toArray(String[]::new));
      return new LabelledPictures(name, location, false, labelled, null, null);
    }
    return new LabelledPictures(name, location, true, ofFolders(folder), null, null);
  }

  private static AttributeSet ofFolders(Path folder) throws IOException {
    var domains = ImageFolder.openEach(folder);
    if (domains.size() < 2) {
      throw new UsageException(
          "Expected a folder in %s for each of two or more domains, or a file of --attributes, but found %s folders"
              .formatted(folder, domains.size()));
    }
    return AttributeSet.ofDomains(domains);
  }

  static LabelledPictures faces() {
    Faces all = Faces.embedded();
    return new LabelledPictures(
        "the embedded faces",
        DataName.embedded(FACES),
        false,
        attributes(all.train()),
        attributes(all.test()),
        // Test faces are ordered by identity, then by attributes, the first of which is the highest
        // bit.
        (face, attribute) -> face ^ 1 << (Faces.Attribute.values().length - 1 - attribute));
  }

  private static AttributeSet attributes(Faces faces) {
    Faces.Attribute[] all = Faces.Attribute.values();
    var values = new boolean[faces.size()][all.length];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < all.length; k++) {
        values[i][k] = faces.has(i, all[k]);
      }
    }
    var names = new ArrayList<String>();
    for (Faces.Attribute attribute : all) {
      names.add(attribute.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return AttributeSet.of(faces, names, values);
  }

  static LabelledPictures styles() {
    Emoji fluent = Emoji.fluent();
    Emoji openMoji = OpenMoji.color().where(fluent.items()::contains);
    Emoji common = fluent.where(openMoji.items()::contains);
    var styles = new LinkedHashMap<String, PictureSource>();
    styles.put("noto", Emoji.noto().where(common.items()::contains));
    styles.put("twemoji", Emoji.twemoji().where(common.items()::contains));
    styles.put("fluent", common);
    styles.put("openmoji", openMoji);
    return ofDomains("emoji in four styles (OpenMoji's: CC BY-SA 4.0)", STYLES, styles);
  }

  private static LabelledPictures resolutions() {
    var resolutions = new LinkedHashMap<String, PictureSource>();
    resolutions.put("low", Emoji.noto().downscaled(SHRUNK));
    resolutions.put("high", Emoji.noto());
    return ofDomains("emoji of 16 and of 64 pixels", RESOLUTIONS, resolutions);
  }

  /** Aligned domains, whose n-th pictures show the same object; every tenth is held out. */
  private static LabelledPictures ofDomains(
      String title, String set, LinkedHashMap<String, PictureSource> domains) {
    var learnt = new LinkedHashMap<String, PictureSource>();
    var heldOut = new LinkedHashMap<String, PictureSource>();
    domains.forEach(
        (name, source) -> {
          learnt.put(name, source.filter(i -> i % EVERY != 0));
          heldOut.put(name, source.filter(i -> i % EVERY == 0));
        });
    int each = heldOut.values().iterator().next().size();
    return new LabelledPictures(
        title,
        DataName.embedded(set),
        true,
        AttributeSet.ofDomains(learnt),
        AttributeSet.ofDomains(heldOut),
        (picture, domain) -> domain * each + picture % each);
  }

  /** The indices of the held-out pictures that a grid shows, spread over the labels. */
  public static int[] chosen(int size, int count) {
    // A step that shares no factor with the sizes of the embedded sets.
    int step = Math.max(1, size / count) | 1;
    return IntStream.range(0, Math.min(size, count)).map(i -> i * step % size).toArray();
  }
}
