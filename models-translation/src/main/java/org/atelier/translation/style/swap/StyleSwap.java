package org.atelier.translation.style.swap;

import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.wct.Level;
import org.atelier.translation.style.wct.LevelChain;
import org.atelier.translation.style.wct.LevelStage;
import org.atelier.translation.style.wct.LevelTransfer;

/**
 * Style transfer by swapping patches of features (Chen and Schmidt, arXiv:1612.04337): at the first
 * level each patch of the content's features is replaced by the most similar patch of the style's,
 * and a decoder makes a picture of them. The finer levels that may follow give the picture the
 * style's statistics, as {@link org.atelier.translation.style.wct.Wct} does: overlapping patches
 * average the fine strokes away, and these bring colours and contrast back.
 *
 * <p>Best looked {@code relu4_1} followed by the levels from {@code relu3_1} to {@code relu1_1}.
 */
public final class StyleSwap implements StyleTransfer {
  private final LevelChain chain;

  /**
   * Computes the styles' patches and moments.
   *
   * @param levels the level of the swap, and those that refine its result, mostly from deep to
   *     fine; they stay the caller's, who closes them after this
   * @param styles at least one
   * @throws IllegalArgumentException if a style is smaller than a patch
   */
  public StyleSwap(List<Level> levels, List<Style> styles, StyleSwapOptions options) {
    if (levels.isEmpty() || styles.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one level and one style, but got %s and %s"
              .formatted(levels.size(), styles.size()));
    }
    var stages = new ArrayList<LevelStage>();
    try {
      stages.add(new SwapStage(levels.get(0), styles, options));
      for (Level level : levels.subList(1, levels.size())) {
        stages.add(new LevelTransfer(level, styles, options.refinement(), options.strength()));
      }
      chain = new LevelChain(stages);
    } catch (RuntimeException e) {
      stages.forEach(LevelStage::close);
      throw e;
    }
  }

  @Override
  public Picture apply(StyleContent content) {
    return chain.apply(content);
  }

  @Override
  public void close() {
    chain.close();
  }
}
