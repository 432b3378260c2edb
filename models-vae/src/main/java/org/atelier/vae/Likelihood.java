package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.random.CounterRandom;

/**
 * What a decoder's numbers say of an example: p(x | z). The numbers are the decoder's last results
 * as they are, without a squashing function; each likelihood says what they mean.
 *
 * <p>Examples are pictures (N, C, H, W) in [-1, 1], or (N, F) of any kind that the likelihood
 * takes. A likelihood with two numbers a value takes them as (N, 2·C, H, W), or (N, 2·F): all first
 * ones, then all second ones.
 */
public sealed interface Likelihood permits Bernoulli, Normal, DiscretisedLogistic {
  /** How many numbers the decoder gives for each value of an example: 1 or 2. */
  int numbersPerValue();

  /**
   * ln p(x | z), in nats, summed over the values of an example; recorded where the thread records.
   *
   * @param examples (N, …)
   * @param numbers the decoder's
   * @return (N), of the manager of {@code numbers}
   * @throws IllegalArgumentException if the shapes do not fit
   */
  NDArray logDensity(NDArray examples, NDArray numbers);

  /**
   * The mean of p(x | z): what is shown of a code.
   *
   * @param numbers the decoder's
   */
  NDArray mean(NDArray numbers);

  /**
   * Draws from p(x | z): with the noise that the likelihood takes the data to have.
   *
   * @param numbers the decoder's
   * @param random the source of the draws
   */
  NDArray sample(NDArray numbers, CounterRandom random);

  /**
   * Refuses examples that this is no likelihood of. Reads the values, so it is called for the first
   * batch of a training and where a likelihood is asked for, not at every step.
   *
   * @throws IllegalArgumentException if a value is out of range, or not a number
   */
  void expectFit(NDArray examples);
}
