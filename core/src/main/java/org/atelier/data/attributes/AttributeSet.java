package org.atelier.data.attributes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atelier.data.ContentHash;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/** Pictures with binary attributes, or of several domains. Immutable. */
public final class AttributeSet {
  private final PictureSource pictures;
  private final List<String> names;
  private final boolean[][] values;

  private AttributeSet(PictureSource pictures, List<String> names, boolean[][] values) {
    this.pictures = pictures;
    this.names = names;
    this.values = values;
  }

  /**
   * Creates a set of pictures with given attributes.
   *
   * @param pictures the pictures
   * @param names the names of the attributes, without duplicates
   * @param values for each picture, whether it has each attribute, in the order of the names;
   *     copied
   * @throws IllegalArgumentException if a name occurs twice, or the numbers of pictures or names do
   *     not match
   */
  public static AttributeSet of(PictureSource pictures, List<String> names, boolean[][] values) {
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException(
          "Expected at least one attribute, without duplicates, but got " + names);
    }
    if (values.length != pictures.size()) {
      throw new IllegalArgumentException(
          "Expected attributes for each of the %s pictures, but got %s"
              .formatted(pictures.size(), values.length));
    }
    var copy = new boolean[values.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i].clone();
      if (copy[i].length != names.size()) {
        throw new IllegalArgumentException(
            "Expected %s attributes of %s, but got %s"
                .formatted(names.size(), pictures.name(i), copy[i].length));
      }
    }
    return new AttributeSet(pictures, List.copyOf(names), copy);
  }

  /**
   * Creates a set of pictures with selected attributes of a table.
   *
   * @param pictures the pictures, each with a row in the table
   * @param table the attributes of the pictures
   * @param names the selected attributes, in the order of the model's conditioning input; all of
   *     the table if none is given
   * @throws IOException if the table has no row for a picture
   * @throws IllegalArgumentException if the table has no such attribute
   */
  public static AttributeSet of(ImageFolder pictures, AttributeTable table, String... names)
      throws IOException {
    List<String> wanted = names.length == 0 ? table.attributes() : List.of(names);
    return of(pictures, wanted, table.values(pictures.names(), wanted));
  }

  /**
   * Creates a set of several domains: each domain is an attribute, and a picture has that of its
   * domain alone (one-hot).
   *
   * @param domains the pictures by the domain's name, in the map's order
   * @throws IllegalArgumentException if there are fewer than two
   */
  public static AttributeSet ofDomains(Map<String, ? extends PictureSource> domains) {
    if (domains.size() < 2) {
      throw new IllegalArgumentException(
          "Expected at least two domains to translate between, but got " + domains.keySet());
    }
    var all = new Domains(new LinkedHashMap<>(domains));
    var values = new boolean[all.size()][domains.size()];
    for (int i = 0; i < values.length; i++) {
      values[i][all.place(i).domain()] = true;
    }
    return new AttributeSet(all, List.copyOf(domains.keySet()), values);
  }

  /** Returns the number of pictures. */
  public int size() {
    return values.length;
  }

  /** Returns the names of the attributes, in the order of the model's conditioning input. */
  public List<String> names() {
    return names;
  }

  /** Returns the pictures. */
  public PictureSource pictures() {
    return pictures;
  }

  /**
   * Returns whether a picture has an attribute.
   *
   * @throws IllegalArgumentException if the attribute is unknown
   */
  public boolean has(int picture, String attribute) {
    int at = names.indexOf(attribute);
    if (at < 0) {
      throw new IllegalArgumentException(
          "Unknown attribute \"%s\": expected one of %s".formatted(attribute, names));
    }
    return values[picture][at];
  }

  /** Returns the fingerprint of the pictures and their attributes. */
  public String fingerprint() {
    var hash = new ContentHash();
    names.forEach(hash::add);
    for (boolean[] row : values) {
      for (boolean value : row) {
        hash.add(value ? 1 : 0);
      }
    }
    return "%s, attributes %s".formatted(pictures.fingerprint(), hash);
  }

  /** The index of the picture's domain; 0 for pictures with attributes. */
  int group(int picture) {
    return pictures instanceof Domains domains ? domains.place(picture).domain() : 0;
  }

  void copyTo(int picture, float[] target, int at) {
    for (int i = 0; i < names.size(); i++) {
      target[at + i] = values[picture][i] ? 1 : 0;
    }
  }

  /** The pictures of all domains, concatenated. */
  private record Domains(Map<String, PictureSource> domains) implements PictureSource {
    private record Place(int domain, PictureSource source, int index) {}

    Place place(int index) {
      int rest = Objects.checkIndex(index, size());
      int domain = 0;
      for (PictureSource source : domains.values()) {
        if (rest < source.size()) {
          return new Place(domain, source, rest);
        }
        rest -= source.size();
        domain++;
      }
      throw new AssertionError("the sizes of domains changed");
    }

    @Override
    public int size() {
      return domains.values().stream().mapToInt(PictureSource::size).reduce(0, Math::addExact);
    }

    @Override
    public Picture picture(int index) throws IOException {
      Place place = place(index);
      return place.source().picture(place.index());
    }

    @Override
    public int channels() {
      return domains.values().stream().mapToInt(PictureSource::channels).max().orElseThrow();
    }

    @Override
    public String name(int index) {
      Place place = place(index);
      return place.source().name(place.index());
    }

    @Override
    public Map<String, String> contents() throws IOException {
      var all = new LinkedHashMap<String, String>();
      for (Map.Entry<String, PictureSource> domain : domains.entrySet()) {
        domain
            .getValue()
            .contents()
            .forEach((name, hash) -> all.put(domain.getKey() + "/" + name, hash));
      }
      return all;
    }

    @Override
    public String fingerprint() {
      var parts = new ArrayList<String>();
      domains.forEach((name, source) -> parts.add(name + ": " + source.fingerprint()));
      return String.join("; ", parts);
    }
  }
}
