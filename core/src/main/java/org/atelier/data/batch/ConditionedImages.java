package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.Map;
import org.atelier.data.Contents;
import org.atelier.data.TrainingData;
import org.atelier.data.source.Augmentation;
import org.atelier.random.CounterRandom;

/**
 * A batch of pictures with their conditioning inputs: attributes, numbers or a spatial map.
 *
 * @param images (N, C, H, W), float32 in [-1, 1]
 * @param conditions (N, …), as {@code org.atelier.model.condition.Condition} encodes them
 */
public record ConditionedImages(NDArray images, NDArray conditions) implements ImageBatch {

  /**
   * Returns training data of pictures with their conditioning inputs. Both are loaded with the same
   * random numbers, so that spatial maps with the same {@link Augmentation} are cropped and flipped
   * as their pictures are. Numbers are not adapted: positions require pictures without
   * augmentation.
   *
   * @param images the pictures
   * @param conditions one for each picture; its batches are arrays (N, …)
   * @throws IllegalArgumentException if the numbers of pictures and conditions differ
   */
  public static TrainingData<ConditionedImages> join(
      TrainingData<Images> images, TrainingData<NDArray> conditions) {
    return new Joined(images, conditions);
  }

  private record Joined(TrainingData<Images> images, TrainingData<NDArray> conditions)
      implements TrainingData<ConditionedImages> {
    Joined {
      if (conditions.size() != images.size()) {
        throw new IllegalArgumentException(
            "Expected one condition for each of the %s pictures, but got %s"
                .formatted(images.size(), conditions.size()));
      }
    }

    @Override
    public int size() {
      return images.size();
    }

    @Override
    public String fingerprint() {
      return "%s, conditions: %s".formatted(images.fingerprint(), conditions.fingerprint());
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return Contents.join("pictures", images.contents(), "conditions", conditions.contents());
    }

    @Override
    public Loaded<ConditionedImages> load(int[] indices, CounterRandom random) throws IOException {
      var loadedImages = images.load(indices, random);
      var loadedConditions = conditions.load(indices, random);
      return manager ->
          new ConditionedImages(
              loadedImages.toBatch(manager).images(), loadedConditions.toBatch(manager));
    }
  }
}
