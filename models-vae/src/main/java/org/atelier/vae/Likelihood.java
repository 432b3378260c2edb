package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.random.CounterRandom;

/**
 * The distribution p(x | z), whose parameters are the outputs of the decoder. The outputs have no
 * activation function; each likelihood says what they mean.
 *
 * <p>Examples are pictures (N, C, H, W) in [-1, 1], or vectors (N, F) in the likelihood's support.
 * A likelihood with two parameters for each value takes them as (N, 2·C, H, W), or (N, 2·F): first
 * the first parameter of all values, then the second of all.
 */
public sealed interface Likelihood permits Bernoulli, Normal, DiscretisedLogistic {
  /** The number of parameters that the decoder outputs for each value of an example: 1 or 2. */
  int parametersPerValue();

  /**
   * ln p(x | z) in nats, summed over the values of an example; recorded where the thread records.
   *
   * @param examples (N, …)
   * @param parameters the decoder's outputs
   * @return (N), of the manager of {@code parameters}
   * @throws IllegalArgumentException if the shapes do not match
   */
  NDArray logDensity(NDArray examples, NDArray parameters);

  /**
   * The mean of p(x | z), which is shown as the decoded picture.
   *
   * @param parameters the decoder's outputs
   */
  NDArray mean(NDArray parameters);

  /**
   * Samples from p(x | z), with the observation noise of the likelihood.
   *
   * @param parameters the decoder's outputs
   * @param random the source of the samples
   */
  NDArray sample(NDArray parameters, CounterRandom random);

  /**
   * Checks that examples are in the support of the distribution. Reads all values, so it is called
   * for the first batch of a training and before a likelihood is estimated, not in every step.
   *
   * @throws IllegalArgumentException if a value is out of range, or not a number
   */
  void expectSupport(NDArray examples);
}
