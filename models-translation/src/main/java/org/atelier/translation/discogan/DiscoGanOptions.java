package org.atelier.translation.discogan;

import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;

/**
 * The options of a {@link DiscoGan}.
 *
 * @param domains the sizes of the examples of A and B, whose heights and widths are multiples of 16
 * @param filters feature maps of the first layer of every network; the deepest have eight times as
 *     many
 * @param bottleneck channels of a 1×1 bottleneck between encoder and decoder (100 in the
 *     reference's "extra layers"); 0 for none, which needs domains of one size
 * @param reconstructionRate the weight of the reconstruction loss
 * @param updateInterval n: the discriminators learn in every n-th step, beginning with the first,
 *     and the generators in the others; at least 2 ({@code update_interval})
 * @param optimizer the optimizer of all networks
 */
public record DiscoGanOptions(
    Domains domains,
    int filters,
    int bottleneck,
    ReconstructionRate reconstructionRate,
    int updateInterval,
    Adam optimizer) {
  /** Checks every value. */
  public DiscoGanOptions {
    expectMultiples("A", domains.a());
    expectMultiples("B", domains.b());
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "bottleneck", bottleneck);
    if (bottleneck == 0
        && (domains.a().height() != domains.b().height()
            || domains.a().width() != domains.b().width())) {
      throw new IllegalArgumentException(
          "Domains of %s×%s and %s×%s need a bottleneck between encoder and decoder, such as withBottleneck(100)"
              .formatted(
                  domains.a().width(),
                  domains.a().height(),
                  domains.b().width(),
                  domains.b().height()));
    }
    OptionChecks.atLeast(2, "updateInterval", updateInterval);
  }

  private static void expectMultiples(String name, Domain domain) {
    int multiple = DiscoGanNetworks.DOWNSAMPLING;
    if (domain.height() % multiple != 0 || domain.width() % multiple != 0) {
      throw new IllegalArgumentException(
          "height and width of domain %s must be multiples of %s, but were %s and %s"
              .formatted(name, multiple, domain.height(), domain.width()));
    }
  }

  /**
   * As in SKTBrain/DiscoGAN with "extra layers": RGB pictures of 64 pixels, 64 filters, a
   * bottleneck of 100, Adam with learning rate 2e-4, β₁ 0.5 and weight decay 1e-5.
   */
  public static DiscoGanOptions defaults() {
    return new DiscoGanOptions(
        Domains.rgb(64),
        64,
        100,
        ReconstructionRate.defaults(),
        3,
        Adam.of(2e-4, 0.5).withWeightDecay(1e-5));
  }

  /** Returns a copy with these domains. */
  public DiscoGanOptions withDomains(Domains domains) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }

  /** Returns a copy with this number of feature maps in the first layers. */
  public DiscoGanOptions withFilters(int filters) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }

  /** Returns a copy with a bottleneck of this many channels; 0 for none. */
  public DiscoGanOptions withBottleneck(int bottleneck) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }

  /** Returns a copy with this weight of the reconstruction loss. */
  public DiscoGanOptions withReconstructionRate(ReconstructionRate reconstructionRate) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }

  /** Returns a copy whose discriminators learn in every n-th step, n at least 2. */
  public DiscoGanOptions withUpdateInterval(int updateInterval) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public DiscoGanOptions withOptimizer(Adam optimizer) {
    return new DiscoGanOptions(
        domains, filters, bottleneck, reconstructionRate, updateInterval, optimizer);
  }
}
