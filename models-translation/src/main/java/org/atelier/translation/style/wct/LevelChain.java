package org.atelier.translation.style.wct;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.model.network.NetworkMemory;
import org.atelier.translation.style.StillParts;
import org.atelier.translation.style.StyleContent;

/**
 * Passes one after another, each on the result of the one before, mostly from coarse features to
 * fine ones.
 */
public final class LevelChain implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  /** Measured: bytes for each pixel at the peak, of the compressed VGG-19's five levels. */
  private static final long BYTES_PER_PIXEL = 750;

  private final List<LevelStage> stages;
  private final int multiple;
  private final int least;

  /**
   * Creates a chain, which closes its stages when it is closed.
   *
   * @param stages at least one, of one device
   */
  public LevelChain(List<? extends LevelStage> stages) {
    this.stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one level");
    }
    multiple =
        stages.stream()
            .mapToInt(stage -> stage.level().features().stride())
            .reduce(1, LevelChain::common);
    least = stages.stream().mapToInt(LevelStage::leastSide).max().orElse(1);
  }

  /** The least common multiple. */
  private static int common(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return a / x * b;
  }

  /**
   * Restyles a picture of any size; what stands still in a film keeps the frame before.
   *
   * @throws IllegalArgumentException if it will not fit into memory
   */
  public Picture apply(StyleContent content) {
    PaddedSize size = PaddedSize.of(content.picture(), multiple, least);
    requireMemory(size);
    return Gradients.withoutRecording(
        () -> {
          try (NDManager manager = NDManager.newBaseManager(device(), ENGINE)) {
            Picture made = run(content, size, manager);
            StyleContent.Previous previous = content.previous();
            return previous == null
                ? made
                : StillParts.kept(made, content.picture(), previous, device());
          }
        });
  }

  private Device device() {
    return stages.get(0).level().features().device();
  }

  private Picture run(StyleContent content, PaddedSize size, NDManager manager) {
    NDArray picture = size.pad(content.picture()).toArray(manager).expandDims(0);
    for (int done = 1; done <= stages.size(); done++) {
      try (NDManager scratch = manager.newSubManager()) {
        picture.attach(scratch);
        picture = stages.get(done - 1).apply(picture, size, content.regions());
        picture.attach(manager);
      }
      NDArray soFar = picture;
      if (!content.progress().step(done, stages.size(), () -> size.crop(soFar))) {
        break;
      }
    }
    return size.crop(picture);
  }

  /** Checks that the machine has the memory that a picture takes, beside the networks. */
  static void requireMemory(PaddedSize size) {
    NetworkMemory.require(
        "a picture of %s×%s pixels".formatted(size.height(), size.width()),
        (double) size.paddedHeight() * size.paddedWidth() * BYTES_PER_PIXEL);
  }

  @Override
  public void close() {
    stages.forEach(LevelStage::close);
  }
}
