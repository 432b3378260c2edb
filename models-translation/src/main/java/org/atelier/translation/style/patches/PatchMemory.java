package org.atelier.translation.style.patches;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.atelier.image.Picture;

/**
 * The memory that a transfer takes at most, which is at its finest scale.
 *
 * @param heap bytes of Java's heap, beside the content and the styles themselves
 * @param engine bytes of the engine
 */
record PatchMemory(long heap, long engine) {
  /** Pictures at the size of the result, of which some are temporary. */
  private static final int PICTURES_OF_HEAP = 5;

  private static final int PICTURES_OF_ENGINE = 10;

  /** Vectors of the patches: projected, squared, and with two more elements. */
  private static final int VECTORS = 3;

  /** Copies of the candidates, of which one is in float64. */
  private static final int KEYS = 6;

  /** The share of memory that may be taken. */
  private static final double SHARE = 0.6;

  /** Estimates what a content needs at a size; styles are resized to about the same size. */
  static PatchMemory of(PatchStyleOptions options, int height, int width, List<Picture> styles) {
    PatchOptions patches = options.patches();
    double pixels = (double) height * width;
    double styled = 0;
    for (Picture style : styles) {
      double factor =
          options.size() * options.styleScale() / Math.max(style.height(), style.width());
      styled += factor * factor * style.height() * style.width();
    }
    double queries = pixels / ((double) patches.stride() * patches.stride());
    int length = 3 * patches.patch() * patches.patch();
    double keys = (double) KEYS * patches.keys() * length + patches.keys() * PatchSearch.BLOCK;
    double engine =
        PICTURES_OF_ENGINE * 3 * pixels
            + 2 * 3 * styled
            + VECTORS * queries * (2 + Math.min(length, patches.directions()))
            + keys;
    double heap = PICTURES_OF_HEAP * 3 * pixels + 3 * 3 * styled + 2.0 * patches.keys() * length;
    return new PatchMemory((long) (Float.BYTES * heap), (long) (Float.BYTES * engine));
  }

  /**
   * Refuses what will not fit.
   *
   * @param onHost whether the engine computes in the memory that Java is in, too
   * @throws IllegalArgumentException if it will not, with the numbers
   */
  void expectFits(PatchStyleOptions options, boolean onHost) {
    long most = (long) (SHARE * Runtime.getRuntime().maxMemory());
    if (heap > most) {
      throw new IllegalArgumentException(
          "A result of %s pixels needs %s MB of Java's memory, but %s MB may be used; choose a smaller size or style scale, or start Java with -Xmx%sg (./atelier: ATELIER_JAVA_OPTIONS)"
              .formatted(
                  options.size(),
                  heap >> 20,
                  most >> 20,
                  (long) Math.ceil(heap / SHARE / (1L << 30))));
    }
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long free = (long) (SHARE * machine);
    if (onHost && heap + engine > free) {
      throw new IllegalArgumentException(
          "A result of %s pixels needs %s MB, but this machine has %s MB, of which %s MB may be used; choose a smaller size or style scale"
              .formatted(options.size(), heap + engine >> 20, machine >> 20, free >> 20));
    }
  }
}
