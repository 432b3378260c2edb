package org.atelier.cli.model;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.cli.command.UsageException;
import org.atelier.latent.LatentMixture;
import org.atelier.latent.MixtureOptions;
import org.atelier.model.capability.Encoding;
import org.atelier.model.capability.PriorFitting;

/**
 * Priors fitted to a model's aggregate posterior: the latents or codes of its training pictures.
 */
public final class AggregatePosterior {
  /** The most pictures to which a prior is fitted, and so the most Gaussians. */
  public static final int MOST = 10_000;

  private AggregatePosterior() {}

  /**
   * A Gaussian mixture, fitted to the latents of the run's training pictures.
   *
   * @param components the number of Gaussians
   */
  public static LatentMixture of(TrainedModel trained, int components) throws IOException {
    var model = trained.require(Encoding.class, "a model with an encoder, such as a vae");
    RunData from = RunData.of(trained, null);
    int[] some = some(from);
    var pictures = from.some(model.pictureShape(), some);
    var latents = model.encode(pictures, from.conditions(trained, some));
    if (components > latents.size()) {
      throw new UsageException(
          "--mixture expects at most as many Gaussians as the run has training pictures, %s, but was %s"
              .formatted(latents.size(), components));
    }
    return UsageException.unless(
        () -> LatentMixture.fit(latents, MixtureOptions.defaults().withComponents(components)));
  }

  /**
   * Fits the prior of a model that samples discrete codes, such as a VQ-VAE, to the codes of the
   * run's training pictures.
   */
  public static PriorFitting.FittedPrior priorOf(TrainedModel trained, PriorFitting model)
      throws IOException {
    RunData from = RunData.of(trained, null);
    return model.fitPrior(from.some(model.pictureShape(), some(from)));
  }

  private static int[] some(RunData from) {
    int[] all = from.trainingIndices();
    return Arrays.copyOf(all, Math.min(MOST, all.length));
  }
}
