package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.NativeFunction;
import org.atelier.image.ValueRange;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.Score;
import org.jspecify.annotations.Nullable;

/**
 * Compares a set of generated pictures with a set of reference pictures by the features of a
 * network. Pictures are added batch by batch; memory is bounded by two covariance matrices and a
 * fixed number of features.
 *
 * <pre>{@code
 * try (var network = FeatureNetworks.mobileNetV2();
 *     var evaluation = new Evaluation(network, "clothes/test", EvaluationOptions.defaults())) {
 *   evaluation.addReference(pictures); // as often as there are batches
 *   evaluation.addGenerated(samples);
 *   Score distance = evaluation.frechetDistance();
 * }
 * }</pre>
 *
 * <p>Scores are named FID, KID and Inception Score only with the published Inception weights
 * (torch-fidelity's file {@code pt_inception-2015-12-05-6726825d.pth}, identified by its SHA-256);
 * with any other network they are named feature distance, kernel distance and classifier score.
 */
public final class Evaluation implements AutoCloseable {
  /** The first digits of the SHA-256 of the published file, which are also part of its name. */
  private static final String INCEPTION = "6726825d";

  private static final NativeFunction ROUNDED =
      NativeFunction.of(
          "torch.sub(torch.div(torch.round(torch.mul(torch.add("
              + "torch.clamp(x, -1., 1.), 1.), 127.5)), 127.5), 1.)",
          "x");
  private static final NativeFunction COLOURED =
      NativeFunction.of("torch.repeat(x, [1, 3, 1, 1])", "x");

  private final FeatureNetwork network;
  private final String split;
  private final EvaluationOptions options;
  private final FeatureStatistics reference;
  private final FeatureStatistics generated;
  private final boolean measuredBefore;
  private final @Nullable ClassifierScore score;

  /**
   * Creates an evaluation without pictures.
   *
   * @param network computes the features; it is not closed by this class
   * @param split the reference data's name in the fingerprint: data set, split, and fingerprint if
   *     there is one
   * @param options capacity, rounding and the options of each metric
   */
  public Evaluation(FeatureNetwork network, String split, EvaluationOptions options) {
    this(network, split, options, null);
  }

  /**
   * Creates an evaluation against saved reference statistics; no reference pictures can be added.
   *
   * @param network computes the features; it is not closed by this class
   * @param reference statistics from {@link #reference}; they are closed with this evaluation
   * @throws IllegalArgumentException if the statistics were computed by another protocol
   */
  public Evaluation(
      FeatureNetwork network, ReferenceStatistics reference, EvaluationOptions options) {
    this(network, reference.split(), options, reference);
    reference.requireMeasuredAs(network, range(), options);
  }

  private Evaluation(
      FeatureNetwork network,
      String split,
      EvaluationOptions options,
      @Nullable ReferenceStatistics before) {
    this.network = network;
    this.split = split;
    this.options = options;
    measuredBefore = before != null;
    reference =
        before != null
            ? before.features()
            : FeatureStatistics.of(options.capacity(), 2 * options.seed());
    generated = FeatureStatistics.of(options.capacity(), 2 * options.seed() + 1);
    ClassifierScoreOptions classifier = options.classifier();
    score =
        classifier.pictures() == 0
            ? null
            : new ClassifierScore(classifier.pictures(), classifier.splits());
  }

  /**
   * Adds reference pictures.
   *
   * @param pictures (N, 3, H, W), or (N, 1, H, W) for grey ones, float32 in [-1, 1]
   */
  public void addReference(NDArray pictures) {
    if (measuredBefore) {
      throw new IllegalStateException(
          "The evaluation uses saved reference statistics, to which no pictures can be added; create an evaluation without them");
    }
    add(pictures, reference, null);
  }

  /**
   * Adds generated pictures.
   *
   * @param pictures (N, 3, H, W), or (N, 1, H, W) for grey ones, float32 in [-1, 1]
   */
  public void addGenerated(NDArray pictures) {
    add(pictures, generated, score);
  }

  private void add(NDArray pictures, FeatureStatistics side, @Nullable ClassifierScore scored) {
    try (NDManager scratch = pictures.getManager().newSubManager()) {
      NDArray prepared = pictures.reshape(pictures.getShape());
      prepared.attach(scratch);
      if (options.rounded()) {
        prepared = ROUNDED.apply(prepared);
      }
      if (prepared.getShape().dimension() == 4 && prepared.getShape().get(1) == 1) {
        prepared = COLOURED.apply(prepared);
      }
      FeatureNetwork.Features features = network.features(prepared);
      if (scored != null) {
        scored.add(features.probabilities().orElseThrow(this::noClassifier));
      }
      side.add(features.values());
    }
  }

  private IllegalArgumentException noClassifier() {
    return new IllegalArgumentException(
        network.name()
            + " has no class probabilities, so there is no classifier score; leave it out of the"
            + " options or use a classifier");
  }

  /**
   * Returns the {@link FrechetDistance}: FID, or a feature distance.
   *
   * @throws IllegalStateException if a set has fewer than 2 pictures
   */
  public Score frechetDistance() {
    double distance = FrechetDistance.between(reference.moments(), generated.moments());
    return new Score(
        isInception() ? "FID" : "feature distance",
        distance,
        0,
        false,
        fingerprint("Fréchet distance, unbiased covariance"));
  }

  /**
   * Returns the {@link KernelDistance}: KID, or a kernel distance.
   *
   * @throws IllegalArgumentException if a set is smaller than a subset
   */
  public Score kernelDistance() {
    var distance =
        new KernelDistance(options.kernel(), network.featureCount())
            .between(reference.sample(), generated.sample());
    return new Score(
        isInception() ? "KID" : "kernel distance",
        distance.mean(),
        distance.deviation(),
        false,
        fingerprint(options.kernel().description() + ", " + kept()));
  }

  /**
   * Returns the scores precision, recall, density and coverage of {@link PrecisionRecall}, in this
   * order.
   *
   * @throws IllegalArgumentException if a set does not have more pictures than the number of
   *     neighbours
   */
  public List<Score> precisionRecall() {
    var found =
        PrecisionRecall.between(reference.sample(), generated.sample(), options.precisionRecall());
    var fingerprint = fingerprint(options.precisionRecall().description() + ", " + kept());
    return List.of(
        new Score("precision", found.precision(), 0, true, fingerprint),
        new Score("recall", found.recall(), 0, true, fingerprint),
        new Score("density", found.density(), 0, true, fingerprint),
        new Score("coverage", found.coverage(), 0, true, fingerprint));
  }

  /**
   * Returns the {@link ClassifierScore} of the generated pictures: Inception Score, or a classifier
   * score.
   *
   * @throws IllegalStateException if the options disable it, or there are fewer pictures than the
   *     options state
   */
  public Score classifierScore() {
    if (score == null) {
      throw new IllegalStateException(
          "The classifier score is disabled by the options; see EvaluationOptions.withClassifier");
    }
    var found = score.result();
    return new Score(
        isInception() ? "Inception Score" : "classifier score",
        found.mean(),
        found.deviation(),
        true,
        fingerprint("%s splits in order".formatted(String.valueOf(options.classifier().splits()))));
  }

  private boolean isInception() {
    return network.hash().startsWith(INCEPTION);
  }

  private String kept() {
    return "%s and %s features kept, seed %s"
        .formatted(reference.sample().size(), generated.sample().size(), options.seed());
  }

  private String range() {
    return ValueRange.SYMMETRIC + (options.rounded() ? " rounded to 8 bits" : "");
  }

  private Fingerprint fingerprint(String protocol) {
    return new Fingerprint(
        protocol,
        network.name(),
        network.hash(),
        network.resizer(),
        range(),
        reference.moments().count(),
        generated.moments().count(),
        split);
  }

  /**
   * Returns the statistics of the reference pictures, which can be saved to a file. They are a view
   * and are closed with this evaluation.
   *
   * @throws IllegalStateException if there are fewer than 2 reference pictures
   */
  public ReferenceStatistics reference() {
    return new ReferenceStatistics(
        network.name(),
        network.hash(),
        network.resizer(),
        range(),
        split,
        options.capacity(),
        options.seed(),
        reference);
  }

  @Override
  public void close() {
    reference.moments().close();
    generated.moments().close();
  }
}
