package org.atelier.translation.style.wct;

import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;

/**
 * Universal style transfer by feature transforms (Li et al., arXiv:1705.08086): from the deepest
 * level to the first, the picture so far is encoded, its features get the statistics of the style's
 * (μ, C), and a decoder makes the next picture of them. Nothing is trained for a style.
 *
 * <pre>
 * f ← α (A (f − μ_c) + μ_s) + (1 − α) f
 * </pre>
 *
 * <p>A is whitening and colouring, optimal transport, or adaptive instance normalisation at each
 * level ({@link FeatureTransform}). Between levels pictures are clamped to [0, 1]. Each region of a
 * mask has moments of its own, and where regions meet the changed features are averaged. Sides that
 * are no multiple of the deepest stride are continued by reflection, and the result is cropped. In
 * a film, what stands still keeps the result of the frame before ({@link
 * org.atelier.translation.style.StillParts}).
 *
 * <pre>{@code
 * try (var levels = CompressedLevels.load(folder, CompressedVgg::encoder, Device.cpu());
 *     var wct = new Wct(levels.fromDeepest(), List.of(Style.of(painting)), WctOptions.defaults())) {
 *   Pictures.write(wct.apply(photo), path);
 * }
 * }</pre>
 */
public final class Wct implements StyleTransfer {
  private final LevelChain chain;

  /**
   * Computes the moments of the styles at each level.
   *
   * @param levels the passes in their order, mostly from the deepest; they stay the caller's, who
   *     closes them after this
   * @param styles at least one
   */
  public Wct(List<Level> levels, List<Style> styles, WctOptions options) {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one style");
    }
    var stages = new ArrayList<LevelTransfer>();
    try {
      for (Level level : levels) {
        stages.add(new LevelTransfer(level, styles, options.transform(), options.strength()));
      }
      chain = new LevelChain(stages);
    } catch (RuntimeException e) {
      stages.forEach(LevelTransfer::close);
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
