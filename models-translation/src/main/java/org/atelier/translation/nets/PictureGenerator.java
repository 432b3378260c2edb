package org.atelier.translation.nets;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import org.atelier.image.PictureTransform;
import org.atelier.model.Network;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;

/** A network that makes one picture of another, (N, C, H, W) to (N, C', H, W) in (-1, 1). */
public sealed interface PictureGenerator permits ResnetGenerator, UnetGenerator {
  /**
   * The untrained layers.
   *
   * @param channels of the pictures that it makes; those of its input follow from the input
   */
  Layer layers(int channels);

  /** What both sides of a picture must be a multiple of. */
  int multiple();

  /** Of a picture's shorter side, below which the layers cannot run; a multiple. */
  int leastSide();

  /**
   * A trained network of these layers for pictures of any size.
   *
   * @param network open as long as the result is used
   */
  default PictureTransform transform(Network network) {
    int channels = Math.toIntExact(network.inputShapes().get(0).get(0));
    NDManager owner = network.parameters().values().iterator().next().getManager();
    boolean colours = channels == 1 || channels == 3;
    PictureTransform transform =
        PictureTransform.of(owner.getDevice(), colours ? channels : 1, network::predict)
            .withMultiple(multiple(), leastSide());
    return colours ? transform : transform.withInput(map -> ClassMap.oneHot(map, channels));
  }

  /** The norm in it. */
  Normalisation norm();

  /**
   * Checks a picture's sides.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  default void expectFits(int height, int width) {
    if (height < 1 || width < 1 || height % multiple() != 0 || width % multiple() != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of %s for this generator, but were %s and %s"
              .formatted(multiple(), height, width));
    }
  }

  /** The first weights of the reference: N(0, .02²), biases 0, gains of norms N(1, .02²). */
  static <B extends Block> B initialised(B layers) {
    layers.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    layers.setInitializer(Initialiser.constant(0), Parameter.Type.BIAS);
    layers.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return layers;
  }
}
