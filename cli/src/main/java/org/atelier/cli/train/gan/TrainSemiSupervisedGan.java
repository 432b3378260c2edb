package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.LabelSplit;
import org.atelier.cli.data.PictureClasses;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.run.RunSettings;
import org.atelier.cli.train.PictureChoice;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.semi.SemiSupervisedBatch;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.semi.SemiSupervisedNetworks;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link SemiSupervisedGan}: {@code ./atelier train sgan}. */
@Command(
    name = "sgan",
    description =
        "Trains a semi-supervised GAN, a classifier from few labels (arXiv:1606.03498), and"
            + " measures its accuracy on a held-out tenth of the pictures.")
public final class TrainSemiSupervisedGan
    extends TrainGan<SemiSupervisedGanOptions, SemiSupervisedBatch, SemiSupervisedGan> {
  private static final Recipe<SemiSupervisedGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          SemiSupervisedGanOptions.defaults()
              .withNetworks(SemiSupervisedNetworks.defaults().withFilters(64))
              .withStabilisation(Stabilisation.none().withAverageDecay(0.998)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          100);

  private static final int LABELS = 100;
  private static final String LABELS_KEPT = "labels";

  @Range(from = 1)
  @Option(
      names = "--labels",
      paramLabel = "N",
      description =
          "Number of labelled pictures, equally many of each class; the labels of all others"
              + " are not used (default: "
              + LABELS
              + ").")
  private @Nullable Integer labels;

  @Range(from = 8)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the widest layers, a multiple of 8 (default:"
              + " ${bundle:default.filters}).")
  private @Nullable Integer filters;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--dropout",
      paramLabel = "X",
      description =
          "Dropout probability of the classifier's feature maps (default:"
              + " ${bundle:default.dropout}).")
  private @Nullable Double dropout;

  @Range(from = 0)
  @Option(
      names = "--unlabelled-weight",
      paramLabel = "X",
      description =
          "Weight of the unsupervised loss; 0 trains the classifier on labelled pictures alone,"
              + " as a baseline (default: ${bundle:default.unlabelledWeight}).")
  private @Nullable Double unlabelledWeight;

  private final FewLabels data;

  /** The command with its recipe. */
  public TrainSemiSupervisedGan() {
    this(new FewLabels());
  }

  private TrainSemiSupervisedGan(FewLabels data) {
    super(
        SemiSupervisedGanOptions.class,
        RECIPE,
        new Needs<>(
            SemiSupervisedGanOptions::picture,
            SemiSupervisedGanOptions::withPicture,
            SemiSupervisedGanOptions::withClasses,
            data),
        SemiSupervisedGan::new);
    this.data = data;
  }

  /** Splits the pictures into those with a label, those without, and those that are held out. */
  private static final class FewLabels implements PictureChoice.Batches<SemiSupervisedBatch> {
    private int labelled = LABELS;
    private @Nullable TrainingData<LabelledImages> heldOut;

    @Override
    public TrainingData<SemiSupervisedBatch> of(
        TrainingPictures pictures, TrainingData<Images> images, TrainingOptions training) {
      PictureClasses classes = pictures.classes();
      var split = LabelSplit.of(pictures.title(), classes, labelled, training.seed());
      TrainingData<LabelledImages> all = LabelledImages.join(images, classes.labels());
      heldOut = all.subset(split.heldOut());
      return SemiSupervisedBatch.join(
          images.subset(split.training()), all.subset(split.labelled()));
    }
  }

  @Override
  protected SemiSupervisedGanOptions applyTo(SemiSupervisedGanOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            base.networks()
                .withLatentSize(networks.latentSize(base.networks().latentSize()))
                .withFilters(given(filters, base.networks().filters()))
                .withDropout(given(dropout, base.networks().dropout())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withUnlabelledWeight(given(unlabelledWeight, base.unlabelledWeight()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    try {
      data.labelled = given(labels, Integer.valueOf(saved.getOrDefault(LABELS_KEPT, "" + LABELS)));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "Expected a number of labels in the run's %s, but found %s; give --labels"
              .formatted(RunSettings.FILE, saved.get(LABELS_KEPT)));
    }
    return Map.of(LABELS_KEPT, String.valueOf(data.labelled));
  }

  @Override
  protected void conclude(SemiSupervisedGan model, PrintWriter out) throws IOException {
    TrainingData<LabelledImages> test = badPictures().applied(Objects.requireNonNull(data.heldOut));
    out.printf(
        Locale.ROOT,
        "With %d labels, %.1f %% of %d held-out pictures are classified correctly.%n",
        data.labelled,
        100 * model.accuracy(test),
        test.size());
  }
}
