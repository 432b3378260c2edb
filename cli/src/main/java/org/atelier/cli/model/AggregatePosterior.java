package org.atelier.cli.model;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.cli.command.UsageException;
import org.atelier.latent.LatentMixture;
import org.atelier.latent.MixtureOptions;
import org.atelier.vae.GaussianAutoencoder;
import org.atelier.vae.vq.CodePrior;
import org.atelier.vae.vq.VqVae;

/** Where an encoder puts the pictures that it has learnt from. */
public final class AggregatePosterior {
  private static final int MOST = 10_000;

  private AggregatePosterior() {}

  /**
   * A mixture of normal distributions, fitted to the latents of the run's pictures.
   *
   * @param components of the mixture
   */
  public static LatentMixture of(TrainedModel trained, int components) throws IOException {
    GaussianAutoencoder<?> model = trained.requireAutoencoder();
    RunData from = RunData.of(trained, null);
    int[] some = some(from);
    var pictures = from.some(model.pictureShape(), some);
    var latents = model.encode(pictures, from.told(trained, some));
    return UsageException.unless(
        () -> LatentMixture.fit(latents, MixtureOptions.defaults().withComponents(components)));
  }

  /** How codes came beside each other in the run's pictures. */
  public static CodePrior of(TrainedModel trained, VqVae model) throws IOException {
    RunData from = RunData.of(trained, null);
    return CodePrior.fit(model.encode(from.some(model.pictureShape(), some(from))));
  }

  private static int[] some(RunData from) {
    int[] all = from.learnt();
    return Arrays.copyOf(all, Math.min(MOST, all.length));
  }
}
