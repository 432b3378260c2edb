package org.atelier.gan.semi;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.data.SkipOptions;
import org.atelier.data.SkippedExample;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.random.CounterRandom;

/**
 * Unlabelled pictures, and as many labelled ones.
 *
 * @param images (N, C, H, W), float32 in [-1, 1], unlabelled
 * @param labelled (N, C, H, W), float32 in [-1, 1]
 * @param labels (N), int64, in [0, classes): the classes of {@code labelled}
 */
public record SemiSupervisedBatch(NDArray images, NDArray labelled, NDArray labels)
    implements ImageBatch {

  /**
   * Training data of batches of unlabelled pictures together with as many labelled ones, which are
   * sampled uniformly with replacement for each batch.
   *
   * @param unlabelled the pictures of an epoch; they may include the labelled ones
   * @param labelled the few labelled pictures
   */
  public static TrainingData<SemiSupervisedBatch> join(
      TrainingData<Images> unlabelled, TrainingData<LabelledImages> labelled) {
    return new JoinedData(unlabelled, labelled);
  }

  private record JoinedData(TrainingData<Images> unlabelled, TrainingData<LabelledImages> labelled)
      implements TrainingData<SemiSupervisedBatch> {
    /** A stream of random numbers apart from those of the batch's examples, 0, 1, …. */
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
    public Map<String, String> contents() throws IOException {
      return unlabelled.contents();
    }

    /** Labelled pictures are drawn, so each part replaces its own. */
    @Override
    public TrainingData<SemiSupervisedBatch> skippingUnreadable(SkipOptions options) {
      return new JoinedData(
          unlabelled.skippingUnreadable(options), labelled.skippingUnreadable(options));
    }

    @Override
    public List<SkippedExample> skipped() {
      var all = new ArrayList<>(unlabelled.skipped());
      all.addAll(labelled.skipped());
      return List.copyOf(all);
    }

    @Override
    public Loaded<SemiSupervisedBatch> load(int[] indices, CounterRandom random)
        throws IOException {
      var chosen = new int[indices.length];
      CounterRandom choice = random.fork(CHOICE);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = choice.nextInt(labelled.size());
      }
      var known = labelled.load(chosen, random.fork(AUGMENTATION));
      var unknown = unlabelled.load(indices, random);
      return manager -> {
        LabelledImages examples = known.toBatch(manager);
        return new SemiSupervisedBatch(
            unknown.toBatch(manager).images(), examples.images(), examples.labels());
      };
    }
  }
}
