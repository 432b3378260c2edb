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
 * A model that makes pictures of latents whose prior is standard normal: a {@link Gan}, a
 * variational auto-encoder. What walks, samples and evaluates needs no more of a model than this.
 */
public interface LatentModel {
  /** The numbers that a picture is made from. */
  int latentSize();

  /** The shape of a picture, (C, H, W). */
  Shape pictureShape();

  /**
   * The shape of each array that the model is told beside latents, without the batch axis; none for
   * a model that draws from latents alone.
   */
  List<Shape> conditionShapes();

  /**
   * One picture of each latent, as they are asked for.
   *
   * @param conditions what the model is told of each, by its place in the list; {@link
   *     Conditions#none} of one that is told nothing
   * @throws IllegalArgumentException if a latent has another size than {@link #latentSize}
   */
  List<Picture> generate(List<Latent> latents, Conditions conditions);

  /** The conditioning inputs of {@link #sample(int, long)}; none of an unconditional model. */
  default Conditions sampleConditions() {
    return Conditions.none();
  }

  /**
   * What the n-th picture of {@link #sample(int, long)} is made from.
   *
   * @param seed of the samples
   * @param n counted from 0
   */
  default Latent latent(long seed, int n) {
    return Latent.normal(latentSize(), seed, n);
  }

  /**
   * One picture of each latent.
   *
   * @throws IllegalArgumentException if a latent has another size than {@link #latentSize}, or the
   *     model is told more than latents
   */
  default List<Picture> generate(List<Latent> latents) {
    if (!conditionShapes().isEmpty()) {
      throw new IllegalArgumentException(
          "The model is told more than latents; say what in generate(latents, conditions), such"
              + " as new ClassLabels(classes).always(label)");
    }
    return generate(latents, Conditions.none());
  }

  /**
   * New pictures: a function of the seed, the n-th being the same whatever the count (but for
   * rounding: kernels split their work by the size of a batch).
   *
   * @param count how many
   * @param seed of the latents
   * @throws IllegalStateException if the model was neither trained nor loaded: making parameters
   *     here would take the choice of their seed from the training
   */
  default List<Picture> sample(int count, long seed) {
    return sample(count, seed, sampleConditions());
  }

  /**
   * New pictures as they are asked for.
   *
   * @param count how many
   * @param seed of the latents
   * @param conditions what the model is told of each
   */
  default List<Picture> sample(int count, long seed, Conditions conditions) {
    OptionChecks.atLeast(1, "count", count);
    return generate(IntStream.range(0, count).mapToObj(n -> latent(seed, n)).toList(), conditions);
  }

  /**
   * New pictures as they are asked for, the likelier ones only (the truncation trick of BigGAN,
   * arXiv:1809.11096): the lower the limit, the better and the more alike they are.
   *
   * @param count how many
   * @param seed of the latents
   * @param conditions what the model is told of each; {@link Conditions#none} of one that is told
   *     nothing
   * @param truncation no value of a latent is further from 0, see {@link Latent#truncatedNormal};
   *     at least 0.01, and without effect from some 6 on
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
