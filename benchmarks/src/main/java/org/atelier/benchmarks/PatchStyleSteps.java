package org.atelier.benchmarks;

import ai.djl.Device;
import java.util.List;
import org.atelier.engine.Precision;
import org.atelier.image.Picture;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.patches.PatchStyle;
import org.atelier.translation.style.patches.PatchStyleOptions;

/** Whole style transfers by patches, as a user has them: the style is prepared each time. */
final class PatchStyleSteps implements Steps {
  private final PatchStyleOptions options;
  private final Picture content;
  private final Picture style;
  private float last;

  private PatchStyleSteps(int size) {
    options = PatchStyleOptions.defaults().withSize(size);
    content = RandomPictures.picture(size, 1);
    style = RandomPictures.picture(size, 2);
  }

  /** Precision is of no account: the search needs float32. */
  static Steps open(int size, int batch, Precision precision) {
    return new PatchStyleSteps(size);
  }

  @Override
  public long run(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      try (var transfer = new PatchStyle(options, List.of(Style.of(style)), Device.cpu())) {
        last = transfer.apply(content).values()[0];
      }
    }
    return System.nanoTime() - start;
  }

  @Override
  public float lastLoss() {
    return last;
  }

  @Override
  public void close() {}
}
