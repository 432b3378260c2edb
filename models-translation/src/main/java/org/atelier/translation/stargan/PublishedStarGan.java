package org.atelier.translation.stargan;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.atelier.image.PictureShape;
import org.atelier.model.PublishedWeights;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * What a checkpoint of yunjey/stargan's generator tells of it.
 *
 * @param filters at full size
 * @param blocks residual blocks
 * @param labels that it is told; the file does not name them
 */
public record PublishedStarGan(int filters, int blocks, int labels) {
  private static final int COLOURS = 3;

  /** The first block's number; its first convolution's weight has three dots. */
  private static final int FIRST_BLOCK = 9;

  /**
   * What the weights of a file would fit.
   *
   * @return empty if they are of no such generator
   */
  public static Optional<PublishedStarGan> of(PublishedWeights weights) {
    Map<String, HostTensor> own =
        weights.unwrapped(List.of("main.0.weight", "main.9.main.0.weight", "main.1.bias"));
    HostTensor first = own.get("main.0.weight");
    int blocks = 0;
    while (own.containsKey("main.%s.main.0.weight".formatted(FIRST_BLOCK + blocks))) {
      blocks++;
    }
    if (first == null
        || first.shape().dimension() != 4
        || first.shape().get(2) != 7
        || first.shape().get(1) <= COLOURS) {
      return Optional.empty();
    }
    return Optional.of(
        new PublishedStarGan(
            Math.toIntExact(first.shape().get(0)),
            blocks,
            Math.toIntExact(first.shape().get(1)) - COLOURS));
  }

  /**
   * A model whose generator has these weights; its labels are named "0", "1" and so on, and its
   * discriminator has learnt nothing.
   *
   * @throws WeightsException if they do not fit, with what is missing, unexpected or of another
   *     shape
   */
  public StarGan load(PublishedWeights weights, Device device) throws WeightsException {
    String[] names = IntStream.range(0, labels).mapToObj(Integer::toString).toArray(String[]::new);
    var model =
        new StarGan(
            StarGanOptions.of(LabelSet.attributes(names))
                .withPicture(PictureShape.rgb(128), new StarGanNetworks(filters, blocks, 1, 1, 1)));
    try {
      model.setDevice(device);
      model.initialize(0);
      weights.into(model.generator(), own -> of(weights).map(found -> "The file fits a " + found));
      return model;
    } catch (WeightsException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
