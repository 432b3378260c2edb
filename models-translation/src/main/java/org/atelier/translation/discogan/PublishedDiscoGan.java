package org.atelier.translation.discogan;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atelier.model.PublishedWeights;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * What a checkpoint of SKTBrain/DiscoGAN's generator tells of it, which is of pictures of 64
 * pixels.
 *
 * @param filters of the first layer
 * @param bottleneck numbers between encoder and decoder (the reference's "extra layers"); 0 for
 *     none
 */
public record PublishedDiscoGan(int filters, int bottleneck) {
  private static final int SIZE = 64;

  /**
   * What the weights of a file would fit.
   *
   * @return empty if they are of no such generator
   */
  public static Optional<PublishedDiscoGan> of(PublishedWeights weights) {
    Map<String, HostTensor> own =
        weights.unwrapped(List.of("main.0.weight", "main.8.weight", "main.11.weight"));
    HostTensor first = own.get("main.0.weight");
    HostTensor middle = own.get("main.11.weight");
    if (first == null
        || middle == null
        || first.shape().dimension() != 4
        || middle.shape().dimension() != 4
        || first.shape().get(2) != 4) {
      return Optional.empty();
    }
    int filters = Math.toIntExact(first.shape().get(0));
    // Without a bottleneck a transposed convolution of 8·filters to 4·filters follows.
    boolean bottleneck = middle.shape().get(1) == 8L * filters;
    return Optional.of(
        new PublishedDiscoGan(filters, bottleneck ? Math.toIntExact(middle.shape().get(0)) : 0));
  }

  /**
   * A model whose generator of B has these weights; all else has learnt nothing.
   *
   * @throws WeightsException if they do not fit, with what is missing, unexpected or of another
   *     shape
   */
  public DiscoGan load(PublishedWeights weights, Device device) throws WeightsException {
    var model =
        new DiscoGan(
            DiscoGanOptions.defaults()
                .withSides(Side.rgb(SIZE), Side.rgb(SIZE))
                .withFilters(filters)
                .withBottleneck(bottleneck));
    try {
      model.setDevice(device);
      model.initialize(0);
      weights.into(
          model.generatorOfB(), own -> of(weights).map(found -> "The file fits a " + found));
      return model;
    } catch (WeightsException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
