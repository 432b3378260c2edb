package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.util.List;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.RunData;
import org.atelier.cli.model.TrainedModel;
import org.atelier.data.ExampleBatch;
import org.atelier.data.Images;
import org.atelier.data.LabelledImages;
import org.atelier.data.TrainingData;
import org.atelier.model.AnomalyScore;
import org.atelier.model.Evidence;
import org.atelier.model.EvidenceOptions;
import org.atelier.vae.GaussianAutoencoder;
import org.atelier.vae.beta.BetaVae;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.iwae.Iwae;
import org.atelier.vae.vanilla.Vae;

/**
 * A variational auto-encoder, and pictures as it learns from them.
 *
 * @param model whose decoder learnt by its likelihood
 * @param data all pictures
 * @param <B> the batches that the model takes
 */
public record Explained<B extends ExampleBatch>(
    GaussianAutoencoder<B> model, TrainingData<? extends B> data) {
  /**
   * The model, with pictures in its shape.
   *
   * @throws UsageException if the model has no likelihood
   */
  static Explained<?> of(TrainedModel trained, RunData from) throws IOException {
    TrainingData<Images> images = from.images(trained.requireAutoencoder().pictureShape());
    if (trained.model() instanceof ConditionalVae cvae) {
      return new Explained<>(cvae, LabelledImages.join(images, from.labels(cvae)));
    } else if (trained.model() instanceof Vae vae) {
      return new Explained<>(vae, images);
    } else if (trained.model() instanceof BetaVae beta) {
      return new Explained<>(beta, images);
    } else if (trained.model() instanceof Iwae iwae) {
      return new Explained<>(iwae, images);
    }
    throw new UsageException(
        "Expected a model that learnt by a likelihood, but %s learnt by what a discriminator sees; take a vae, beta-vae, cvae or iwae"
            .formatted(trained.title()));
  }

  /** How well the model explains some pictures, in their order. */
  List<Evidence> evidence(EvidenceOptions options, int... indices) throws IOException {
    return UsageException.unless(() -> model.evidence(data.subset(indices), options));
  }

  /** How strange some pictures are, in their order. */
  double[] scores(AnomalyScore score, EvidenceOptions options, int... indices) throws IOException {
    return UsageException.unless(() -> model.anomalyScores(score, data.subset(indices), options));
  }

  /** Whether nats are no more than numbers to compare. */
  boolean takesGreysForProbabilities() {
    return !model.hasNormalisedLikelihood();
  }
}
