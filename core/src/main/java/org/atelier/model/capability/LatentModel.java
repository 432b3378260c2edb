package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.image.Picture;
import org.atelier.latent.Latent;
import org.atelier.model.Gan;
import org.atelier.model.condition.Conditions;
import org.atelier.options.OptionChecks;

/**
 * A model that generates pictures from latents with a standard normal prior: a {@link Gan} or a
 * variational auto-encoder. Sampling, interpolation and evaluation require only this interface.
 */
public interface LatentModel {
  /** Returns the number of values of a latent. */
  int latentSize();

  /** Returns the shape of a picture, (C, H, W). */
  Shape pictureShape();

  /**
   * Returns the shape of each conditioning input without the batch axis; empty for an unconditional
   * model.
   */
  List<Shape> conditionShapes();

  /**
   * Generates one picture from each latent and conditioning input.
   *
   * @param conditions the conditioning input of each, by its index in the list; {@link
   *     Conditions#none} of an unconditional model
   * @throws IllegalArgumentException if a latent has another size than {@link #latentSize}
   */
  List<Picture> generate(List<Latent> latents, Conditions conditions);

  /**
   * Returns the conditioning inputs of {@link #sample(int, long)}; none of an unconditional model.
   */
  default Conditions sampleConditions() {
    return Conditions.none();
  }

  /**
   * Returns the latent of the n-th picture of {@link #sample(int, long)}.
   *
   * @param seed seed of the samples
   * @param n counted from 0
   */
  default Latent latent(long seed, int n) {
    return Latent.normal(latentSize(), seed, n);
  }

  /**
   * Generates one picture from each latent.
   *
   * @throws IllegalArgumentException if a latent has another size than {@link #latentSize}, or the
   *     model has conditioning inputs
   */
  default List<Picture> generate(List<Latent> latents) {
    if (!conditionShapes().isEmpty()) {
      throw new IllegalArgumentException(
          "The model has a conditioning input beside latents; call generate(latents, conditions), with conditions such"
              + " as new ClassLabels(classes).always(label)");
    }
    return generate(latents, Conditions.none());
  }

  /**
   * Samples pictures. They are a function of the seed; the n-th picture does not depend on the
   * count, except for rounding (the order of sums in native code depends on the batch size).
   *
   * @param count number of pictures, at least 1
   * @param seed seed of the latents
   * @throws IllegalStateException if the model is not initialised: train or load it first
   */
  default List<Picture> sample(int count, long seed) {
    return sample(count, seed, sampleConditions());
  }

  /**
   * Samples pictures for given conditioning inputs.
   *
   * @param count number of pictures, at least 1
   * @param seed seed of the latents
   * @param conditions the conditioning input of each
   */
  default List<Picture> sample(int count, long seed, Conditions conditions) {
    OptionChecks.atLeast(1, "count", count);
    return generate(IntStream.range(0, count).mapToObj(n -> latent(seed, n)).toList(), conditions);
  }

  /**
   * Samples pictures with the truncation trick (Brock et al., BigGAN, arXiv:1809.11096): latents
   * are drawn from a truncated normal distribution; a lower threshold gives better pictures with
   * less variety.
   *
   * @param count number of pictures, at least 1
   * @param seed seed of the latents
   * @param conditions the conditioning input of each; {@link Conditions#none} of an unconditional
   *     model
   * @param truncation the largest absolute value of a latent's elements, see {@link
   *     Latent#truncatedNormal}; at least 0.01, practically without effect above 6
   */
  default List<Picture> sample(int count, long seed, Conditions conditions, double truncation) {
    OptionChecks.atLeast(1, "count", count);
    return generate(
        IntStream.range(0, count)
            .mapToObj(n -> Latent.truncatedNormal(latentSize(), seed, n, truncation))
            .toList(),
        conditions);
  }
}
