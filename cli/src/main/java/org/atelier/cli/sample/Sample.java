package org.atelier.cli.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.AggregatePosterior;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.capability.PriorFitting;
import org.atelier.model.condition.Conditions;
import org.atelier.monitoring.SampleGrid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws samples from a trained model: {@code ./atelier sample}. */
@Command(
    name = "sample",
    description =
        "Draws samples from a trained model. Needs only its checkpoint; --mixture and a"
            + " vq-vae also need the run's training data, to fit the prior.")
public final class Sample extends ModelCommand {
  /** Larger grids are too fine to look at, and take much memory. */
  private static final int MOST = 10_000;

  /** The lower bound of {@link org.atelier.latent.Latent#truncatedNormal}. */
  private static final double LEAST_TRUNCATION = 0.01;

  private static final int COUNT = 64;
  private static final int OF_EACH_CLASS = 8;

  @Range(from = 1, to = MOST)
  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "Number of pictures (default: "
              + COUNT
              + "; of a class-conditional model without --class, "
              + OF_EACH_CLASS
              + " of each class).")
  private @Nullable Integer count;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description =
          "Class of all pictures, by name or by number from 0, for a class-conditional model"
              + " (default: all classes in turn, a column for each).")
  private @Nullable String className;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Random seed of the latents; the same seed draws the same pictures (default: 0).")
  private long seed;

  @Range(from = LEAST_TRUNCATION)
  @Option(
      names = "--truncation",
      paramLabel = "X",
      description =
          "Truncation trick: redraws latent values beyond X, for better pictures of less"
              + " variety; 2 redraws one value in twenty (default: no truncation).")
  private @Nullable Double truncation;

  @Range(from = 1, to = AggregatePosterior.MOST)
  @Option(
      names = "--mixture",
      paramLabel = "N",
      description =
          "Sample from a mixture of N Gaussians in place of the prior, fitted to the latents of"
              + " the run's training pictures (the aggregate posterior); for variational"
              + " auto-encoders.")
  private @Nullable Integer mixture;

  @Range(from = 1, to = MOST)
  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "Columns of the grid (default: near-square, or one for each class).")
  private @Nullable Integer columns;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture, .png, .jpg or .tif (default: grid.png). An existing file is replaced"
              + " atomically.")
  private Path out = Path.of("grid.png");

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    PictureGrid grid =
        PictureGrid.defaults()
            .withColumns(columns == null ? 0 : columns)
            .withLeastSize(SampleGrid.LEAST_SIZE);
    List<Picture> pictures;
    int inTurn = 0;
    Integer label = trained.label(className);
    if (trained.model() instanceof PriorFitting model) {
      pictures = draw(trained, model);
    } else if (label == null && trained.classes().isPresent()) {
      inTurn = trained.classes().get().classes();
      // Whole rows of all classes.
      pictures = draw(trained, Math.min(MOST, OF_EACH_CLASS * inTurn), trained.inTurn());
    } else {
      Conditions conditions =
          label == null ? trained.requireLatents().sampleConditions() : trained.conditions(label);
      pictures = draw(trained, COUNT, conditions);
    }
    if (columns == null) {
      grid = grid.withColumns(Math.min(inTurn, pictures.size()));
    }
    Pictures.write(grid.arrange(pictures), out);
    screen.printf(Locale.ROOT, "%d pictures of %s: %s%n", pictures.size(), trained.title(), out);
  }

  /** Samples of a model without a prior of its own, to which one is fitted first. */
  private List<Picture> draw(TrainedModel trained, PriorFitting model) throws IOException {
    if (mixture != null || truncation != null) {
      throw new UsageException(
          "--mixture and --truncation expect continuous latents, but %s has discrete codes; leave them out"
              .formatted(trained.title()));
    }
    int wanted = count == null ? COUNT : count;
    return AggregatePosterior.priorOf(trained, model).sample(wanted, seed);
  }

  private List<Picture> draw(TrainedModel trained, int countByDefault, Conditions conditions)
      throws IOException {
    LatentModel drawing = trained.requireLatents();
    int wanted = count == null ? countByDefault : count;
    if (mixture != null) {
      var latents = AggregatePosterior.of(trained, mixture).sample(wanted, seed);
      return drawing.generate(latents, conditions);
    }
    return truncation == null
        ? drawing.sample(wanted, seed, conditions)
        : drawing.sample(wanted, seed, conditions, truncation);
  }

  /** Checks the options before anything is loaded. */
  @Override
  protected void check() {
    if (mixture != null && truncation != null) {
      throw new UsageException(
          "--truncation truncates the prior, which --mixture replaces; leave one of them out");
    }
    OutputFile.check("--out", out, OutputFile.PICTURES);
  }
}
