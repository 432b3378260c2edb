package org.atelier.cli.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Require;
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

/** Draws pictures from a trained model: {@code ./atelier sample}. */
@Command(
    name = "sample",
    description =
        "Draws pictures from a trained model. Needs the run's checkpoint, and no data; but for"
            + " --mixture, and of a vq-vae, whose codes' prior is fitted to the run's pictures.")
public final class Sample extends ModelCommand {
  /** Above this, a grid is of no use to an eye, and the memory that it takes is. */
  private static final int MOST = 10_000;

  /** As {@link org.atelier.latent.Latent#truncatedNormal} has it. */
  private static final double LEAST_TRUNCATION = 0.01;

  private static final int COUNT = 64;
  private static final int OF_EACH_CLASS = 8;

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many pictures (default: "
              + COUNT
              + "; where all classes take turns, "
              + OF_EACH_CLASS
              + " of each).")
  private @Nullable Integer count;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description =
          "Pictures of one class alone, by its name or its number, which counts from 0. Of a model"
              + " that was trained with classes (default: all in turn, a column for each).")
  private @Nullable String className;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed, the same pictures (default: 0).")
  private long seed;

  @Option(
      names = "--truncation",
      paramLabel = "X",
      description =
          "Draws latents' values beyond this anew: near 0, pictures are more alike and more like"
              + " the most; 2 leaves out one value in twenty (default: none is drawn anew).")
  private @Nullable Double truncation;

  @Option(
      names = "--mixture",
      paramLabel = "N",
      description =
          "Draw latents from a mixture of N normal distributions, fitted to the latents of the"
              + " run's pictures, in place of the prior; of a variational auto-encoder.")
  private @Nullable Integer mixture;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "Of the grid (default: near-square, or the classes).")
  private @Nullable Integer columns;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "A name that ends with .png, .jpg or .tif (default: grid.png). A file of that name is"
              + " replaced, whole or not at all.")
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
      Conditions told =
          label == null ? trained.requireLatents().sampleConditions() : trained.conditions(label);
      pictures = draw(trained, COUNT, told);
    }
    if (columns == null) {
      grid = grid.withColumns(Math.min(inTurn, pictures.size()));
    }
    Pictures.write(grid.arrange(pictures), out);
    screen.printf(Locale.ROOT, "%d pictures of %s: %s%n", pictures.size(), trained.title(), out);
  }

  /** By a prior that is fitted now: the model has none of its own. */
  private List<Picture> draw(TrainedModel trained, PriorFitting model) throws IOException {
    if (mixture != null || truncation != null) {
      throw new UsageException(
          "--mixture and --truncation are of latents, but %s has codes; leave them out"
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

  /** What can be known before anything is loaded. */
  @Override
  protected void check() {
    Require.between("--count", count, 1, MOST);
    Require.atLeast("--truncation", truncation, LEAST_TRUNCATION);
    Require.atLeast("--mixture", mixture, 1);
    if (mixture != null && truncation != null) {
      throw new UsageException("--truncation is of the prior; leave out it or --mixture");
    }
    OutputFile.check("--out", out, OutputFile.PICTURES);
  }
}
