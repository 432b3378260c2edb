package org.atelier.translation.style.swap;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.wct.Level;
import org.atelier.translation.style.wct.LevelStage;
import org.atelier.translation.style.wct.PaddedSize;
import org.jspecify.annotations.Nullable;

/** A pass that swaps patches of one level's features and decodes them. */
final class SwapStage implements LevelStage {
  private final Level level;
  private final FeatureSwap swap;

  SwapStage(Level level, List<Style> styles, StyleSwapOptions options) {
    this.level = level;
    swap = new FeatureSwap(level.features(), styles, options);
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public int leastSide() {
    return swap.leastSide();
  }

  @Override
  public NDArray apply(NDArray picture, PaddedSize size, @Nullable Regions regions) {
    return level.decode(swap.swapped(level.features().encode(picture), size, regions));
  }

  @Override
  public void close() {
    swap.close();
  }
}
