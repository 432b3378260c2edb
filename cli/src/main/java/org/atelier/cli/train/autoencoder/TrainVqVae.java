package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import java.nio.file.Path;
import org.atelier.cli.command.Range;
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
    description = "Trains a VQ-VAE, whose discrete codes compress pictures (arXiv:1711.00937).")
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

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description = "Feature maps of the hidden layers (default: ${bundle:default.filters}).")
  private @Nullable Integer filters;

  @Range(from = 1, to = 10)
  @Option(
      names = "--halvings",
      paramLabel = "N",
      description =
          "Number of downsamplings by 2: each code stands for a square with a side of 2^N"
              + " pixels (default: ${bundle:default.halvings}).")
  private @Nullable Integer halvings;

  @Range(from = 2)
  @Option(
      names = "--codes",
      paramLabel = "N",
      description =
          "Number of vectors in the codebook (default: ${bundle:default.codebook.codes}).")
  private @Nullable Integer codes;

  @Range(from = 1)
  @Option(
      names = "--code-size",
      paramLabel = "N",
      description =
          "Dimension of a codebook vector (default: ${bundle:default.codebook.dimension}).")
  private @Nullable Integer codeSize;

  @Range(from = 0)
  @Option(
      names = "--commitment",
      paramLabel = "X",
      description =
          "Weight of the commitment loss, which keeps the encoder's outputs near the codebook"
              + " (default: ${bundle:default.commitment}).")
  private @Nullable Double commitment;

  @Range(from = 0, above = true)
  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Learning rate of encoder and decoder (default: ${bundle:default.learningRate}).")
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
        "The run has custom networks; resume it from Java, with the same networks");
  }

  @Override
  protected String next(Path folder) {
    return super.next(folder)
        + "%nCompress:      ./atelier compress --model %s PICTURE".formatted(folder);
  }
}
