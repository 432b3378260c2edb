package org.atelier.cli.train.autoencoder;

import java.util.Locale;
import org.atelier.vae.Bernoulli;
import org.atelier.vae.DiscretisedLogistic;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;

/** What a decoder's numbers say of a picture. */
public enum LikelihoodChoice {
  /** Bernoulli on greys, as pytorch/examples does it. */
  GREY(Bernoulli.ofGrey()),

  /** Of black and white alone. */
  BERNOULLI(Bernoulli.ofBinary()),

  /** Squared errors. */
  GAUSSIAN(Normal.of(0.2)),

  /** Squared errors by a variance of each value. */
  LEARNED(Normal.ofLearnedVariance()),

  /** A probability of each of 256 levels. */
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
