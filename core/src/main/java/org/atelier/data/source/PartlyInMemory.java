package org.atelier.data.source;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.ContentHash;
import org.atelier.image.Picture;
import org.atelier.image.PictureException;

/** Pictures in memory, some of which could not be read: reading one of these fails again. */
final class PartlyInMemory implements PictureSource {
  private final InMemory readable;
  private final PictureSource origin;
  private final Map<Integer, String> unreadable;

  /** The index in {@link #readable} of each picture; unused for an unreadable one. */
  private final int[] places;

  /**
   * Creates a source.
   *
   * @param readable the pictures that could be read, in their order
   * @param origin all pictures, for names
   * @param unreadable the messages of the failures by index, in order
   */
  PartlyInMemory(InMemory readable, PictureSource origin, Map<Integer, String> unreadable) {
    this.readable = readable;
    this.origin = origin;
    this.unreadable = unreadable;
    places = new int[origin.size()];
    int next = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = unreadable.containsKey(i) ? -1 : next++;
    }
  }

  @Override
  public int size() {
    return origin.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    String failure = unreadable.get(index);
    if (failure != null) {
      throw new PictureException(failure);
    }
    return readable.picture(places[index]);
  }

  @Override
  public int channels() {
    return readable.channels();
  }

  @Override
  public String name(int index) {
    return origin.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return origin.contents();
  }

  @Override
  public String fingerprint() {
    var hash = new ContentHash();
    unreadable.keySet().forEach(hash::add);
    return "%s, %s unreadable %s".formatted(readable.fingerprint(), unreadable.size(), hash);
  }
}
