package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import org.atelier.data.Images;
import org.atelier.data.TrainingData;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * Grey pictures as black (-1) and white (1), for {@link Bernoulli}. The greys are either drawn anew
 * each time, white as probably as they are bright (the training of Burda et al., arXiv:1509.00519),
 * or cut in the middle.
 */
public final class Binarised implements TrainingData<Images> {
  private static final NativeFunction DRAWN =
      NativeFunction.of("2 * torch.to(2 * u - 1 < x, 6) - 1", "x", "u");

  private static final NativeFunction CUT = NativeFunction.of("2 * torch.to(x >= 0, 6) - 1", "x");

  private final TrainingData<Images> data;
  private final boolean drawn;

  private Binarised(TrainingData<Images> data, boolean drawn) {
    this.data = data;
    this.drawn = drawn;
  }

  /** Pictures that are drawn anew each time they are loaded. */
  public static TrainingData<Images> drawn(TrainingData<Images> data) {
    return new Binarised(data, true);
  }

  /** White where a picture is at least as bright as the middle, 0; always the same. */
  public static TrainingData<Images> cut(TrainingData<Images> data) {
    return new Binarised(data, false);
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + (drawn ? ", drawn black or white" : ", cut to black or white");
  }

  @Override
  public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
    var loaded = data.load(indices, random);
    // Augmentation uses the forks from 0 on.
    CounterRandom draws = random.fork(-1);
    return manager -> {
      NDArray x = loaded.toBatch(manager).images();
      return new Images(
          drawn ? DRAWN.apply(x, LikelihoodValues.uniform(x, x.getShape(), draws)) : CUT.apply(x));
    };
  }
}
