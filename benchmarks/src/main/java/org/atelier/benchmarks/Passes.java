package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.atelier.data.batch.Images;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.image.PictureShape;

/** Pictures through trained networks, one batch after another, no gradients. */
final class Passes implements Steps {
  private final UnaryOperator<NDArray> networks;
  private final Runnable closing;
  private final ExecutionContext context;
  private final TrainingSteps.Batches<Images> pictures;
  private float mean;

  /**
   * Creates the steps.
   *
   * @param networks computes the result of pictures (N, C, H, W); it joins their manager
   * @param closing closes the networks
   */
  Passes(
      int batch,
      PictureShape picture,
      Precision precision,
      UnaryOperator<NDArray> networks,
      Runnable closing) {
    this.networks = networks;
    this.closing = closing;
    context = ExecutionContext.inference().withPrecision(precision).withRecording(false);
    pictures = RandomPictures.of(batch, picture);
  }

  @Override
  public long run(int count) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
        NDArray x = pictures.next(scope).images();
        mean = context.run(() -> networks.apply(x)).mean().getFloat();
      }
    }
    return System.nanoTime() - start;
  }

  /** The mean of the last result. */
  @Override
  public float lastLoss() {
    return mean;
  }

  @Override
  public void close() {
    closing.run();
  }
}
