package org.atelier.datasets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.atelier.sound.Sound;
import org.atelier.sound.SoundSource;
import org.atelier.sound.Wav;

/**
 * 121 short sounds (drums, basses, bells, voices, noises) of at most one second, 16 kHz, with peaks
 * normalised to −1 dBFS (CC0; from the samples of Sonic Pi).
 */
public final class Sounds implements SoundSource {
  private static final Embedded<Sounds> EMBEDDED = new Embedded<>(Sounds::read);

  private final List<Item> items;
  private final List<Sound> sounds;

  /**
   * The metadata of a sound.
   *
   * @param name the name, such as {@code tabla_ke1}
   * @param category one of eleven categories, such as {@code tabla} or {@code bass drum}
   * @param author the year and the author of the recording
   */
  public record Item(String name, String category, String author) {}

  private record Entry(String name, String category, int samples, String author) {}

  private record Index(int sampleRate, int count, List<Entry> items) {}

  private Sounds(List<Item> items, List<Sound> sounds) {
    this.items = List.copyOf(items);
    this.sounds = List.copyOf(sounds);
  }

  /** Returns all sounds, sorted by name. Cached by a soft reference. */
  public static Sounds embedded() {
    return EMBEDDED.get();
  }

  private static Sounds read() throws IOException {
    var index = Embedded.json("sounds/index.json", Index.class);
    Sound all;
    try (var in = Embedded.open("sounds/sounds.wav")) {
      all = Wav.read(in, "sounds/sounds.wav");
    }
    int length = index.items.stream().mapToInt(Entry::samples).sum();
    if (all.sampleRate() != index.sampleRate
        || all.samples().length != length
        || index.items.size() != index.count) {
      throw new IOException(
          "Expected %s sounds of %s samples in all at %s Hz, but found %s and %s"
              .formatted(index.count, length, index.sampleRate, index.items.size(), all));
    }
    var items = new ArrayList<Item>();
    var sounds = new ArrayList<Sound>();
    int from = 0;
    for (Entry entry : index.items) {
      items.add(new Item(entry.name, entry.category, entry.author));
      float[] samples = Arrays.copyOfRange(all.samples(), from, from + entry.samples);
      sounds.add(new Sound(index.sampleRate, samples));
      from += entry.samples;
    }
    return new Sounds(items, sounds);
  }

  /**
   * Returns the sounds of one category.
   *
   * @throws IllegalArgumentException if the category is unknown; the message lists the categories
   */
  public Sounds withCategory(String category) {
    List<String> categories = items.stream().map(Item::category).distinct().toList();
    if (!categories.contains(category)) {
      throw new IllegalArgumentException(
          "Unknown category '%s': expected one of %s".formatted(category, categories));
    }
    return where(item -> item.category.equals(category));
  }

  /**
   * Returns the sounds that satisfy a predicate, in order.
   *
   * @throws IllegalArgumentException if none does
   */
  public Sounds where(Predicate<Item> keep) {
    var keptItems = new ArrayList<Item>();
    var keptSounds = new ArrayList<Sound>();
    for (int i = 0; i < items.size(); i++) {
      if (keep.test(items.get(i))) {
        keptItems.add(items.get(i));
        keptSounds.add(sounds.get(i));
      }
    }
    if (keptItems.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the " + items.size() + " sounds satisfies the predicate");
    }
    return new Sounds(keptItems, keptSounds);
  }

  /** Returns the metadata, in the order of the sounds. */
  public List<Item> items() {
    return items;
  }

  /** Returns the names, in the order of the sounds. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  @Override
  public int size() {
    return items.size();
  }

  /** Returns one sound; its samples are shared and must not be modified. */
  @Override
  public Sound sound(int index) {
    return sounds.get(index);
  }

  @Override
  public String name(int index) {
    return items.get(index).name;
  }
}
