package org.atelier.data.attributes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;

/**
 * A batch of pictures with binary attributes or domains, of one data set or of several with
 * different attributes (StarGAN, arXiv:1711.09020).
 *
 * @param images (N, C, H, W), float32 in [-1, 1]
 * @param attributes (N, K), float32, 0 or 1: the attributes of all sets concatenated, 0 for those
 *     that the picture's set does not label
 * @param sets (N, S), float32: the picture's set, one-hot (StarGAN's mask vector)
 */
public record AttributeImages(NDArray images, NDArray attributes, NDArray sets)
    implements ImageBatch {

  /**
   * Returns training data of one set or several; a batch mixes them in proportion to their sizes.
   *
   * @throws IllegalArgumentException if no set is given
   */
  public static TrainingData<AttributeImages> of(ImageOptions options, AttributeSet... sets) {
    return new Joined(List.of(sets), options);
  }

  private record Joined(List<AttributeSet> sets, ImageOptions options)
      implements TrainingData<AttributeImages> {
    Joined {
      if (sets.isEmpty()) {
        throw new IllegalArgumentException("Expected at least one set of pictures, but got none");
      }
    }

    @Override
    public int size() {
      return sets.stream().mapToInt(AttributeSet::size).reduce(0, Math::addExact);
    }

    @Override
    public String fingerprint() {
      return "%s, %s"
          .formatted(
              String.join("; ", sets.stream().map(AttributeSet::fingerprint).toList()),
              options.fingerprint());
    }

    @Override
    public Map<String, String> contents() throws IOException {
      var all = new LinkedHashMap<String, String>();
      for (int s = 0; s < sets.size(); s++) {
        String prefix = sets.size() == 1 ? "" : "set " + (s + 1) + ": ";
        sets.get(s).pictures().contents().forEach((name, hash) -> all.put(prefix + name, hash));
      }
      return all;
    }

    /** The domain, or the set for pictures with attributes. */
    @Override
    public int group(int index) {
      int rest = index;
      int before = 0;
      for (AttributeSet set : sets) {
        if (rest < set.size()) {
          return before + set.group(rest);
        }
        rest -= set.size();
        before += set.names().size();
      }
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public Loaded<AttributeImages> load(int[] indices, CounterRandom random) throws IOException {
      int count = sets.stream().mapToInt(set -> set.names().size()).sum();
      var pictures = options.buffer(indices.length);
      var attributes = new float[indices.length * count];
      var ofSet = new float[indices.length * sets.size()];
      for (int i = 0; i < indices.length; i++) {
        int index = indices[i];
        int at = i * count;
        int s = 0;
        while (index >= sets.get(s).size()) {
          index -= sets.get(s).size();
          at += sets.get(s).names().size();
          s++;
        }
        AttributeSet set = sets.get(s);
        set.copyTo(index, attributes, at);
        ofSet[i * sets.size() + s] = 1;
        PictureSource source = set.pictures();
        pictures.put(i, options.apply(source.picture(index), source.name(index), random.fork(i)));
      }
      return manager ->
          new AttributeImages(
              pictures.toArray(manager),
              HostValues.toArray(manager, attributes, new Shape(indices.length, count)),
              HostValues.toArray(manager, ofSet, new Shape(indices.length, sets.size())));
    }
  }
}
