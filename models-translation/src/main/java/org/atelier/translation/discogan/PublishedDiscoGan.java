package org.atelier.translation.discogan;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.translation.Domains;
import org.atelier.weights.WeightsException;

/**
 * The architecture of a generator of SKTBrain/DiscoGAN, which is for pictures of 64 pixels, as
 * found from the names and shapes in its checkpoint.
 *
 * @param filters feature maps of the first layer
 * @param bottleneck channels of the bottleneck between encoder and decoder (the reference's "extra
 *     layers"); 0 for none
 */
public record PublishedDiscoGan(int filters, int bottleneck) {
  private static final int SIZE = 64;

  /**
   * Finds the architecture that weights fit.
   *
   * @return empty if they are not those of such a generator
   */
  public static Optional<PublishedDiscoGan> of(PublishedWeights weights) {
    Map<String, Shape> own =
        weights.shapes(List.of("main.0.weight", "main.8.weight", "main.11.weight"));
    Shape first = own.get("main.0.weight");
    Shape middle = own.get("main.11.weight");
    if (first == null
        || middle == null
        || first.dimension() != 4
        || middle.dimension() != 4
        || first.get(2) != 4) {
      return Optional.empty();
    }
    int filters = Math.toIntExact(first.get(0));
    // Without a bottleneck a transposed convolution of 8·filters to 4·filters follows.
    boolean bottleneck = middle.get(1) == 8L * filters;
    return Optional.of(
        new PublishedDiscoGan(filters, bottleneck ? Math.toIntExact(middle.get(0)) : 0));
  }

  /**
   * Creates a model whose generator_B has these weights; its other networks have no parameters yet.
   *
   * @throws WeightsException if the weights do not fit; the message names the parameters that are
   *     missing, unexpected or of another shape
   */
  public DiscoGan load(PublishedWeights weights, Device device) throws WeightsException {
    var model =
        new DiscoGan(
            DiscoGanOptions.defaults()
                .withDomains(Domains.rgb(SIZE))
                .withFilters(filters)
                .withBottleneck(bottleneck));
    try {
      model.setDevice(device);
      Network generator = model.generator_B();
      generator.initialize(0, device);
      weights.into(
          generator,
          own ->
              of(weights)
                  .filter(found -> !found.equals(this))
                  .map(found -> "The file fits a " + found));
      return model;
    } catch (WeightsException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
