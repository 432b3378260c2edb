package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.Map;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * Binarised pictures, -1 (black) or 1 (white), for the {@link Bernoulli} likelihood: by dynamic
 * binarisation, in which a pixel is white with a probability equal to its brightness and is sampled
 * anew at every load (as in the training of Burda et al., arXiv:1509.00519), or by a threshold.
 */
public final class Binarised implements TrainingData<Images> {
  private static final NativeFunction DRAWN =
      NativeFunction.of("2 * torch.to(2 * u - 1 < x, 6) - 1", "x", "u");

  private static final NativeFunction CUT = NativeFunction.of("2 * torch.to(x >= 0, 6) - 1", "x");

  private final TrainingData<Images> data;
  private final boolean dynamic;

  private Binarised(TrainingData<Images> data, boolean dynamic) {
    this.data = data;
    this.dynamic = dynamic;
  }

  /** Dynamic binarisation: pixels are sampled anew at every load. */
  public static TrainingData<Images> dynamically(TrainingData<Images> data) {
    return new Binarised(data, true);
  }

  /** Binarisation by a threshold: white where a value is at least 0. */
  public static TrainingData<Images> byThreshold(TrainingData<Images> data) {
    return new Binarised(data, false);
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + (dynamic ? ", drawn black or white" : ", cut to black or white");
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return data.contents();
  }

  @Override
  public int group(int index) {
    return data.group(index);
  }

  @Override
  public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
    var loaded = data.load(indices, random);
    // Augmentation uses the forks from 0 on.
    CounterRandom draws = random.fork(-1);
    return manager -> {
      NDArray x = loaded.toBatch(manager).images();
      return new Images(
          dynamic
              ? DRAWN.apply(x, LikelihoodValues.uniform(x, x.getShape(), draws))
              : CUT.apply(x));
    };
  }
}
