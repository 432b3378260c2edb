package org.atelier.gan.semi;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import org.atelier.data.ImageBatch;
import org.atelier.data.Images;
import org.atelier.data.LabelledImages;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;

/**
 * A batch of pictures of which nothing is known, and another whose classes are known.
 *
 * @param images (N, C, H, W), float32 in [-1, 1], of any class
 * @param labelled (N, C, H, W), float32 in [-1, 1]
 * @param labels (N), int64, from 0: the classes of {@code labelled}
 */
public record PartlyLabelled(NDArray images, NDArray labelled, NDArray labels)
    implements ImageBatch {

  /**
   * Every batch of the unlabelled pictures together with as many labelled ones, which are drawn
   * anew for each batch, each equally likely, so that a few serve many batches.
   *
   * @param unlabelled what an epoch goes through; it may hold the labelled pictures too
   * @param labelled the few pictures whose classes are known
   */
  public static TrainingData<PartlyLabelled> join(
      TrainingData<Images> unlabelled, TrainingData<LabelledImages> labelled) {
    return new Joined(unlabelled, labelled);
  }

  private record Joined(TrainingData<Images> unlabelled, TrainingData<LabelledImages> labelled)
      implements TrainingData<PartlyLabelled> {
    /** Not the number of an example of the batch, whose randomness is its own. */
    private static final int CHOICE = -1;

    private static final int AUGMENTATION = -2;

    @Override
    public int size() {
      return unlabelled.size();
    }

    @Override
    public String fingerprint() {
      return unlabelled.fingerprint() + ", labelled: " + labelled.fingerprint();
    }

    @Override
    public Loaded<PartlyLabelled> load(int[] indices, CounterRandom random) throws IOException {
      var chosen = new int[indices.length];
      CounterRandom choice = random.fork(CHOICE);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = choice.nextInt(labelled.size());
      }
      var known = labelled.load(chosen, random.fork(AUGMENTATION));
      var unknown = unlabelled.load(indices, random);
      return manager -> {
        LabelledImages examples = known.toBatch(manager);
        return new PartlyLabelled(
            unknown.toBatch(manager).images(), examples.images(), examples.labels());
      };
    }
  }
}
