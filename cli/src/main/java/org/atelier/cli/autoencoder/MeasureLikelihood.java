package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.RunData;
import org.atelier.cli.model.TrainedModel;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceEstimating;
import org.atelier.model.capability.EvidenceOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Estimates the likelihood of pictures under a model: {@code ./atelier likelihood}. */
@Command(
    name = "likelihood",
    description =
        "Estimates the likelihood of pictures under a variational auto-encoder, in nats: the"
            + " evidence lower bound (ELBO), and the negative log-likelihood by importance sampling"
            + " (arXiv:1509.00519).")
public final class MeasureLikelihood extends ModelCommand {
  private static final int COUNT = 1000;

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      description =
          "Pictures to evaluate (default: the run's data, of it the held-out pictures if"
              + " --hold-out was given).")
  private @Nullable String data;

  @Range(from = 1, to = 1_000_000)
  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Importance samples for each picture (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int samples;

  @Range(from = 1)
  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Maximum number of pictures (default: " + COUNT + ").")
  private int count = COUNT;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the importance samples (default: 0).")
  private long seed;

  @Override
  protected void check() {}

  @Override
  protected void use(TrainedModel trained, PrintWriter out) throws IOException {
    RunData from = RunData.of(trained, data);
    var model =
        trained.require(
            EvidenceEstimating.class,
            "a model with a likelihood, such as a vae, beta-vae, cvae or iwae");
    int[] all = from.evaluationIndices();
    int[] some = Arrays.copyOf(all, Math.min(count, all.length));
    var options = EvidenceOptions.defaults().withSamples(samples).withSeed(seed);
    TrainingData<Images> pictures = from.images(model.pictureShape()).subset(some);
    List<Evidence> each =
        UsageException.unless(
            () -> model.evidence(pictures, from.conditions(trained, some), options));
    Evidence mean = Evidence.mean(each);
    out.printf(
        Locale.ROOT,
        "%d pictures %s by %s, %d importance samples each, in nats per picture:%n",
        some.length,
        from.evaluatedOn(),
        trained.title(),
        samples);
    out.printf(Locale.ROOT, "  evidence lower bound    %12.3f%n", mean.elbo());
    out.printf(Locale.ROOT, "    reconstruction        %12.3f%n", mean.reconstruction());
    out.printf(Locale.ROOT, "    KL divergence         %12.3f%n", mean.divergence());
    out.printf(Locale.ROOT, "  negative log-likelihood %12.3f%n", -mean.logLikelihood());
    long values = model.pictureShape().size();
    out.printf(
        Locale.ROOT,
        "    bits per value        %12.4f%n",
        -mean.logLikelihood() / Math.log(2) / values);
    if (!model.hasNormalisedLikelihood()) {
      out.println(
          "The likelihood grey takes grey levels for probabilities and is not normalised:"
              + " compare these numbers with each other only. --likelihood logistic, or bernoulli"
              + " with --binarise, are normalised.");
    }
  }
}
