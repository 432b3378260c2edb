package org.atelier.translation.nets;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import org.atelier.image.ClassMap;
import org.atelier.image.PictureTransform;
import org.atelier.model.network.Network;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;

/**
 * The architecture of a generator from picture to picture: (N, C, H, W) to (N, C', H, W) in (-1,
 * 1).
 */
public sealed interface PictureGenerator permits ResnetGenerator, UnetGenerator {
  /**
   * The untrained layers.
   *
   * @param channels C' of the output; those of the input follow from the first batch
   */
  Layer layers(int channels);

  /** What height and width of a picture must be a multiple of, in pixels. */
  int multiple();

  /** The least height and width of a picture in pixels, a multiple of {@link #multiple}. */
  int leastSide();

  /**
   * Applies a trained network of these layers to pictures of any size. A network of 1 or 3 input
   * channels takes grey or RGB pictures, one of other numbers class maps ({@link ClassMap}), which
   * it sees one-hot encoded.
   *
   * @param network must stay open as long as the result is used
   */
  default PictureTransform transform(Network network) {
    int channels = Math.toIntExact(network.inputShapes().get(0).get(0));
    NDManager owner = network.parameters().values().iterator().next().getManager();
    boolean takesPictures = channels == 1 || channels == 3;
    PictureTransform transform =
        PictureTransform.of(owner.getDevice(), takesPictures ? channels : 1, network::predict)
            .withMultiple(multiple(), leastSide());
    return takesPictures ? transform : transform.withInput(map -> ClassMap.oneHot(map, channels));
  }

  /** The normalisation layers. */
  Normalisation norm();

  /**
   * Checks the size of pictures.
   *
   * @throws IllegalArgumentException if height or width is no multiple of {@link #multiple}
   */
  default void expectFits(int height, int width) {
    if (height < 1 || width < 1 || height % multiple() != 0 || width % multiple() != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of %s for this generator, but were %s and %s"
              .formatted(multiple(), height, width));
    }
  }

  /** With the reference's initialisation: weights N(0, 0.02²), biases 0, gains N(1, 0.02²). */
  static <B extends Block> B initialised(B layers) {
    layers.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    layers.setInitializer(Initialiser.constant(0), Parameter.Type.BIAS);
    layers.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return layers;
  }
}
