package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import org.atelier.data.ContentHash;
import org.atelier.data.TrainingData;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;

/**
 * A batch of pictures with class labels.
 *
 * @param images (N, C, H, W), float32 in [-1, 1]
 * @param labels the class labels, (N), int64, from 0
 */
public record LabelledImages(NDArray images, NDArray labels) implements ImageBatch, LabelledBatch {

  /**
   * Returns training data of pictures with their class labels.
   *
   * @param images the pictures
   * @param labels the class of each picture, at least 0; copied
   * @throws IllegalArgumentException if the numbers of pictures and labels differ, or a label is
   *     negative
   */
  public static TrainingData<LabelledImages> join(TrainingData<Images> images, int[] labels) {
    return new Joined(images, labels);
  }

  private record Joined(TrainingData<Images> images, int[] labels)
      implements TrainingData<LabelledImages> {
    Joined {
      labels = labels.clone();
      if (labels.length != images.size()) {
        throw new IllegalArgumentException(
            "Expected one label for each of the %s pictures, but got %s"
                .formatted(images.size(), labels.length));
      }
      for (int label : labels) {
        if (label < 0) {
          throw new IllegalArgumentException("A label must be at least 0, but one was " + label);
        }
      }
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public String fingerprint() {
      return images.fingerprint() + ", labels " + new ContentHash().add(labels);
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return images.contents();
    }

    @Override
    public int group(int index) {
      return labels[index];
    }

    @Override
    public Loaded<LabelledImages> load(int[] indices, CounterRandom random) throws IOException {
      var chosen = new long[indices.length];
      for (int i = 0; i < indices.length; i++) {
        chosen[i] = labels[indices[i]];
      }
      var loaded = images.load(indices, random);
      return manager ->
          new LabelledImages(
              loaded.toBatch(manager).images(),
              HostValues.toArray(manager, chosen, new Shape(chosen.length)));
    }
  }
}
