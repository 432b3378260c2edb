package org.atelier.cli.model;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.cli.command.UsageException;
import org.atelier.latent.LatentMixture;
import org.atelier.latent.MixtureOptions;
import org.atelier.model.capability.Encoding;
import org.atelier.model.capability.PriorFitting;

/** Priors that are fitted to the codes of the pictures that a model was trained on. */
public final class AggregatePosterior {
  private static final int MOST = 10_000;

  private AggregatePosterior() {}

  /**
   * A Gaussian mixture, fitted to the latents of the run's pictures.
   *
   * @param components of the mixture
   */
  public static LatentMixture of(TrainedModel trained, int components) throws IOException {
    var model = trained.require(Encoding.class, "a model with an encoder, such as a vae");
    RunData from = RunData.of(trained, null);
    int[] some = some(from);
    var pictures = from.some(model.pictureShape(), some);
    var latents = model.encode(pictures, from.told(trained, some));
    return UsageException.unless(
        () -> LatentMixture.fit(latents, MixtureOptions.defaults().withComponents(components)));
  }

  /** The prior of a model that has none of its own, fitted to the codes of the run's pictures. */
  public static PriorFitting.FittedPrior priorOf(TrainedModel trained, PriorFitting model)
      throws IOException {
    RunData from = RunData.of(trained, null);
    return model.fitPrior(from.some(model.pictureShape(), some(from)));
  }

  private static int[] some(RunData from) {
    int[] all = from.learnt();
    return Arrays.copyOf(all, Math.min(MOST, all.length));
  }
}
