package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import org.atelier.translation.style.Regions;
import org.jspecify.annotations.Nullable;

/** One pass of a {@link LevelChain}: it encodes a picture, changes its features, decodes them. */
public interface LevelStage extends AutoCloseable {
  /**
   * Changes a picture.
   *
   * @param picture (1, 3, H, W) in [-1, 1] of the padded size
   * @param size the picture's size
   * @param regions of the picture without its padding; null if it is one
   * @return (1, 3, H, W) in [-1, 1], attached to the manager of {@code picture}
   */
  NDArray apply(NDArray picture, PaddedSize size, @Nullable Regions regions);

  /** Returns encoder and decoder. */
  Level level();

  /** Returns the least height and width of pictures, in pixels. */
  default int leastSide() {
    return level().features().leastSide();
  }

  @Override
  void close();
}
