package org.atelier.translation.discogan;

import org.atelier.options.OptionChecks;

/**
 * What a {@link DiscoGan} is built with.
 *
 * @param a the one side
 * @param b the other side
 * @param filters of the first layer of every network; the innermost have eight times as many
 * @param bottleneck numbers between encoder and decoder (the reference's "extra layers" have 100);
 *     0 for none, which needs sides of one size
 * @param reconstruction its share in what the generators minimise
 * @param discriminatorEvery the discriminators learn in every n-th step, beginning with the first,
 *     and the generators in the others; at least 2
 * @param learningRate of all optimizers
 * @param weightDecay L2 factor of all optimizers
 */
public record DiscoGanOptions(
    Side a,
    Side b,
    int filters,
    int bottleneck,
    Reconstruction reconstruction,
    int discriminatorEvery,
    double learningRate,
    double weightDecay) {
  /** Checks every value. */
  public DiscoGanOptions {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "bottleneck", bottleneck);
    if (bottleneck == 0 && (a.height() != b.height() || a.width() != b.width())) {
      throw new IllegalArgumentException(
          "Sides of %s×%s and %s×%s need a bottleneck between encoder and decoder, such as withBottleneck(100)"
              .formatted(a.width(), a.height(), b.width(), b.height()));
    }
    OptionChecks.atLeast(2, "discriminatorEvery", discriminatorEvery);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.notNegative("weightDecay", weightDecay);
  }

  /** As SKTBrain/DiscoGAN: RGB squares of 64 pixels, Adam 2e-4, weight decay 1e-5. */
  public static DiscoGanOptions defaults() {
    return new DiscoGanOptions(
        Side.rgb(64), Side.rgb(64), 64, 100, Reconstruction.defaults(), 3, 2e-4, 1e-5);
  }

  /** The same between these sides. */
  public DiscoGanOptions withSides(Side a, Side b) {
    return new DiscoGanOptions(
        a, b, filters, bottleneck, reconstruction, discriminatorEvery, learningRate, weightDecay);
  }

  /** The same with so many filters. */
  public DiscoGanOptions withFilters(int filters) {
    return new DiscoGanOptions(
        a, b, filters, bottleneck, reconstruction, discriminatorEvery, learningRate, weightDecay);
  }

  /** The same with so many numbers in the middle. */
  public DiscoGanOptions withBottleneck(int bottleneck) {
    return new DiscoGanOptions(
        a, b, filters, bottleneck, reconstruction, discriminatorEvery, learningRate, weightDecay);
  }

  /** The same with this share of the reconstruction. */
  public DiscoGanOptions withReconstruction(Reconstruction reconstruction) {
    return new DiscoGanOptions(
        a, b, filters, bottleneck, reconstruction, discriminatorEvery, learningRate, weightDecay);
  }

  /** The same with this learning rate. */
  public DiscoGanOptions withLearningRate(double learningRate) {
    return new DiscoGanOptions(
        a, b, filters, bottleneck, reconstruction, discriminatorEvery, learningRate, weightDecay);
  }
}
