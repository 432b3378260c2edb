package org.atelier.cli.train.autoencoder;

import java.util.Locale;
import org.atelier.vae.Bernoulli;
import org.atelier.vae.DiscretisedLogistic;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;

/**
 * The likelihood p(x | z) that the decoder's output parametrises: values of {@code --likelihood}.
 */
public enum LikelihoodChoice {
  /** Bernoulli with grey levels as probabilities, as in pytorch/examples; not normalised. */
  GREY(Bernoulli.ofGrey()),

  /** Bernoulli of binary pictures. */
  BERNOULLI(Bernoulli.ofBinary()),

  /** Normal with one standard deviation. */
  GAUSSIAN(Normal.of(0.2)),

  /** Normal with a variance that the decoder predicts for each value. */
  LEARNED(Normal.ofLearnedVariance()),

  /** Discretised logistic of 256 levels. */
  LOGISTIC(DiscretisedLogistic.ofBytes());

  private final Likelihood likelihood;

  LikelihoodChoice(Likelihood likelihood) {
    this.likelihood = likelihood;
  }

  Likelihood likelihood() {
    return likelihood;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
