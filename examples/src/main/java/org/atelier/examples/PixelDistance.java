package org.atelier.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.ImageBatch;
import org.atelier.data.TrainingData;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.metrics.FrechetDistance;
import org.atelier.metrics.Moments;
import org.atelier.random.CounterRandom;

/**
 * How far pictures are from the data, quickly and without a feature network: the Fréchet distance
 * of 8×8 mean values of each channel. It sees collapse, wrong colours and broken shapes, and not
 * whether details are sharp: enough to tell a run's sound checkpoints from its sick ones, and no
 * number to publish.
 */
final class PixelDistance {
  private static final int MOST = 1024;
  private static final int AT_ONCE = 64;
  private static final NativeFunction COARSE =
      NativeFunction.of("torch.flatten(torch.adaptive_avg_pool2d(x, [8, 8]), 1)", "x");

  /** The mean values of the data's pictures, some pictures in an array. */
  private final List<float[]> reference = new ArrayList<>();

  private final int count;

  /**
   * The distance to some of the data, evenly chosen.
   *
   * @throws IOException if an example cannot be read
   */
  PixelDistance(TrainingData<? extends ImageBatch> data) throws IOException {
    count = Math.min(MOST, data.size());
    for (int from = 0; from < count; from += AT_ONCE) {
      int[] indices =
          IntStream.range(from, Math.min(count, from + AT_ONCE))
              .map(i -> (int) ((long) i * data.size() / count))
              .toArray();
      try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        ImageBatch batch = data.load(indices, CounterRandom.of(0, from)).toBatch(scratch);
        reference.add(COARSE.apply(batch.images()).toFloatArray());
      }
    }
  }

  /** How many pictures to compare with: distances depend on it. */
  int count() {
    return count;
  }

  /** The distance of pictures of one size, {@link #count()} of them. */
  double to(List<Picture> pictures) {
    try (var wanted = new Moments();
        var made = new Moments();
        NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      int features = pictures.get(0).channels() * 64;
      for (float[] values : reference) {
        var shape = new Shape(values.length / features, features);
        wanted.add(HostValues.toArray(scratch, values, shape));
      }
      for (int from = 0; from < pictures.size(); from += AT_ONCE) {
        List<Picture> some = pictures.subList(from, Math.min(pictures.size(), from + AT_ONCE));
        made.add(COARSE.apply(array(scratch, some)));
      }
      return FrechetDistance.between(wanted, made);
    }
  }

  private static NDArray array(NDManager manager, List<Picture> pictures) {
    Picture first = pictures.get(0);
    int length = first.values().length;
    var values = new float[pictures.size() * length];
    for (int i = 0; i < pictures.size(); i++) {
      System.arraycopy(pictures.get(i).values(), 0, values, i * length, length);
    }
    var shape = new Shape(pictures.size(), first.channels(), first.height(), first.width());
    return HostValues.toArray(manager, values, shape);
  }
}
