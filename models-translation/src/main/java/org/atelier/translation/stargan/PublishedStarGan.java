package org.atelier.translation.stargan;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.atelier.model.PublishedWeights;
import org.atelier.weights.WeightsException;

/**
 * The architecture of a generator of yunjey/stargan, as found from the names and shapes in its
 * checkpoint.
 *
 * @param filters feature maps at full resolution
 * @param blocks residual blocks
 * @param labels number of labels it is conditioned on; the file has no names for them
 */
public record PublishedStarGan(int filters, int blocks, int labels) {
  private static final int RGB = 3;

  /** The index of the first residual block. */
  private static final int FIRST_BLOCK = 9;

  /**
   * Finds the architecture that weights fit.
   *
   * @return empty if they are not those of such a generator
   */
  public static Optional<PublishedStarGan> of(PublishedWeights weights) {
    Map<String, Shape> own =
        weights.shapes(List.of("main.0.weight", "main.9.main.0.weight", "main.1.bias"));
    Shape first = own.get("main.0.weight");
    int blocks = 0;
    while (own.containsKey("main.%s.main.0.weight".formatted(FIRST_BLOCK + blocks))) {
      blocks++;
    }
    if (first == null || first.dimension() != 4 || first.get(2) != 7 || first.get(1) <= RGB) {
      return Optional.empty();
    }
    return Optional.of(
        new PublishedStarGan(
            Math.toIntExact(first.get(0)), blocks, Math.toIntExact(first.get(1)) - RGB));
  }

  /**
   * Creates a model whose generator has these weights. Its labels are attributes named "0", "1" and
   * so on. Its discriminator has no parameters yet, so attributes of pictures cannot be estimated.
   *
   * @throws WeightsException if the weights do not fit; the message names the parameters that are
   *     missing, unexpected or of another shape
   */
  public StarGan load(PublishedWeights weights, Device device) throws WeightsException {
    String[] names = IntStream.range(0, labels).mapToObj(Integer::toString).toArray(String[]::new);
    var model =
        new StarGan(
            StarGanOptions.of(LabelSet.attributes(names))
                .withNetworks(new StarGanNetworks(filters, blocks, 1, 1, 1)));
    try {
      model.setDevice(device);
      model.generator().initialize(0, device);
      weights.into(
          model.generator(),
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
