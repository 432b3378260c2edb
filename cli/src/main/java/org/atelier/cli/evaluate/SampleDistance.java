package org.atelier.cli.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.features.FeatureNetworks;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.sets.FeatureSample;
import org.atelier.metrics.sets.KernelDistance;
import org.atelier.metrics.sets.KernelOptions;
import org.atelier.random.CounterRandom;

/**
 * Distance between a model's samples and its data during training: the kernel distance in the
 * features of the bundled MobileNetV2. Few pictures make it noisy but, unlike a Fréchet distance,
 * not biased, so {@value #MOST} suffice to tell good checkpoints from collapsed ones; use {@code
 * ./atelier evaluate} for results to publish.
 */
public final class SampleDistance {
  private static final int MOST = 512;
  private static final int AT_ONCE = 64;

  /** A quarter of the pixels and of the time of the default protocol. */
  private static final int SIZE = 64;

  private final FeatureSample reference = new FeatureSample(MOST, 0);
  private final int count;

  /**
   * The distance to evenly spaced examples of the data.
   *
   * @throws IOException if an example cannot be read
   */
  public SampleDistance(TrainingData<? extends ImageBatch> data) throws IOException {
    count = Math.min(MOST, data.size());
    try (FeatureNetwork network = network()) {
      for (int from = 0; from < count; from += AT_ONCE) {
        int[] indices =
            IntStream.range(from, Math.min(count, from + AT_ONCE))
                .map(i -> (int) ((long) i * data.size() / count))
                .toArray();
        try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
          NDArray images = data.load(indices, CounterRandom.of(0, from)).toBatch(scratch).images();
          add(reference, network, Pictures.fromBatch(images), scratch);
        }
      }
    }
  }

  /** The number of reference pictures, and of samples to compare with them. */
  public int count() {
    return count;
  }

  /** The distance of at least 2 pictures of one size from the data; lower is better. */
  public double to(List<Picture> pictures) {
    var made = new FeatureSample(pictures.size(), 0);
    try (FeatureNetwork network = network();
        NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (int from = 0; from < pictures.size(); from += AT_ONCE) {
        List<Picture> some = pictures.subList(from, Math.min(pictures.size(), from + AT_ONCE));
        try (NDManager part = scratch.newSubManager()) {
          add(made, network, some, part);
        }
      }
      return new KernelDistance(KernelOptions.defaults(), network.featureCount())
          .between(reference.toArray(scratch), made.toArray(scratch));
    }
  }

  private static void add(
      FeatureSample sample, FeatureNetwork network, List<Picture> pictures, NDManager scratch) {
    var coloured = new ArrayList<Picture>(pictures.size());
    pictures.forEach(picture -> coloured.add(picture.toRgb()));
    sample.add(network.features(Pictures.toBatch(coloured, scratch)).values());
  }

  /** Opened for each score, so that training holds no second network in memory. */
  private static FeatureNetwork network() {
    return FeatureNetworks.mobileNetV2(SIZE, Device.cpu());
  }
}
