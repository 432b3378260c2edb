package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import java.nio.file.Path;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vq.CodebookOptions;
import org.atelier.vae.vq.VqArchitecture;
import org.atelier.vae.vq.VqVae;
import org.atelier.vae.vq.VqVaeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link VqVae}: {@code ./atelier train vq-vae}. */
@Command(
    name = "vq-vae",
    description = "Trains a VQ-VAE, whose codes compress pictures (arXiv:1711.00937).")
public final class TrainVqVae extends TrainAutoencoder<VqVaeOptions, Images, VqVae> {
  private static final Recipe<VqVaeOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          VqVaeOptions.defaults()
              .withArchitecture(new VqArchitecture.Residuals(PictureShape.grey(28), 32, 2))
              .withCodebook(CodebookOptions.defaults().withCodes(128).withDimension(32))
              .withOptimizer(VqVaeOptions.defaults().optimizer().withLearningRate(1e-3)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          250);

  @Option(
      names = "--filters",
      paramLabel = "N",
      description = "Feature maps of the hidden layers (default: ${bundle:default.filters}).")
  private @Nullable Integer filters;

  @Option(
      names = "--halvings",
      paramLabel = "N",
      description =
          "How often the pictures are halved: a code stands for a square of 2^N pixels (default:"
              + " ${bundle:default.halvings}).")
  private @Nullable Integer halvings;

  @Option(
      names = "--codes",
      paramLabel = "N",
      description = "Of the codebook (default: ${bundle:default.codebook.codes}).")
  private @Nullable Integer codes;

  @Option(
      names = "--code-size",
      paramLabel = "N",
      description = "Values of a code (default: ${bundle:default.codebook.dimension}).")
  private @Nullable Integer codeSize;

  @Option(
      names = "--commitment",
      paramLabel = "X",
      description =
          "Weight of the encoder's distance from the codes (default:"
              + " ${bundle:default.commitment}).")
  private @Nullable Double commitment;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Of both networks (default: ${bundle:default.learningRate}).")
  private @Nullable Double learningRate;

  /** The command with its recipe. */
  public TrainVqVae() {
    super(
        VqVaeOptions.class,
        RECIPE,
        Needs.unlabelled(
            options -> residuals(options).picture(),
            (options, picture) ->
                options.withArchitecture(residuals(options).withPicture(picture))),
        VqVaeOptions::likelihood,
        VqVae::new);
  }

  @Override
  protected VqVaeOptions applyTo(VqVaeOptions base) {
    VqArchitecture.Residuals networks = residuals(base);
    return base.withArchitecture(
            new VqArchitecture.Residuals(
                pictures.applyTo(networks.picture()),
                given(filters, networks.filters()),
                given(halvings, networks.halvings())))
        .withCodebook(
            base.codebook()
                .withCodes(given(codes, base.codebook().codes()))
                .withDimension(given(codeSize, base.codebook().dimension())))
        .withCommitment(given(commitment, base.commitment()))
        .withOptimizer(
            base.optimizer()
                .withLearningRate(given(learningRate, base.optimizer().learningRate())));
  }

  private static VqArchitecture.Residuals residuals(VqVaeOptions options) {
    if (options.architecture() instanceof VqArchitecture.Residuals residuals) {
      return residuals;
    }
    throw new UsageException(
        "The run's networks are the caller's own; go on with it from Java, with these networks");
  }

  @Override
  protected String next(Path folder) {
    return super.next(folder)
        + "%nA small file:  ./atelier compress --model %s PICTURE".formatted(folder);
  }
}
