package org.atelier.train;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.atelier.image.Picture;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.network.Network;
import org.atelier.train.HealthWarning.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects common failures of training and reports them to the log and to its own listeners: once
 * when a failure begins, and again only if it has disappeared in between.
 *
 * <ul>
 *   <li>Collapse, of any {@link LatentModel} (mode collapse of a GAN, posterior collapse of a
 *       variational auto-encoder): the {@linkplain #diversity diversity} of samples from fixed
 *       latents falls below a fraction of the training data's, if pictures of them were {@linkplain
 *       #against given}, or else of the highest diversity in this run.
 *   <li>Discriminator saturation, of any {@link Adversarial} model: the loss of a phase that
 *       updates discriminators only stays between 0 and a small threshold, so that the generator's
 *       gradients vanish. Wasserstein critics {@linkplain Adversarial#discriminatorsSaturate do not
 *       saturate}.
 *   <li>Exploding gradients: the global norm of a phase's gradients exceeds a multiple of its
 *       median over up to 50 earlier checks, of which there must be at least 5.
 *   <li>NaNs or infinities in gradients at a check, or in the networks after the run has failed.
 *       (The loop itself checks that losses are finite, and fails otherwise.)
 * </ul>
 *
 * <p>The warnings are heuristics: diverse samples may be of low quality, and pixel distances do not
 * detect that some modes of the data are missing. Steps between two checks are not examined, and a
 * resumed run starts with an empty history.
 *
 * <pre>{@code
 * var guard = HealthGuard.of(HealthOptions.defaults().withStop(true)).rollingBackBy(gan -> fid(gan));
 * new TrainingLoop<>(gan, data, training).with(guard).run(folder);
 * }</pre>
 */
public final class HealthGuard implements LoopListener {
  private static final Logger LOG = LoggerFactory.getLogger(HealthGuard.class);
  private static final long LATENT_SEED = 0x4845414c5448L;
  private static final int LEAST_LOOKS = 5;
  private static final int MOST_LOOKS = 50;

  private final HealthOptions options;
  private final List<Consumer<HealthWarning>> listeners = new ArrayList<>();
  private @Nullable ToDoubleFunction<GenerativeModel<?>> score;
  private double dataDiversity;

  private final Map<Trouble, Integer> looksInARow = new EnumMap<>(Trouble.class);
  private final Map<String, Deque<Float>> norms = new HashMap<>();
  private double highestDiversity;
  private @Nullable TrainingRun run;
  private @Nullable BestCheckpoint best;

  private HealthGuard(HealthOptions options) {
    this.options = options;
  }

  /** Creates a guard that reports to the log. */
  public static HealthGuard of(HealthOptions options) {
    return new HealthGuard(options);
  }

  /** Also passes every warning to {@code listener}, on the training thread. */
  public HealthGuard telling(Consumer<HealthWarning> listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Compares the diversity of samples with that of these training pictures, rather than with that
   * of earlier samples. Early in training, a generator may then be reported as collapsed.
   *
   * @throws IllegalArgumentException if there are fewer than two pictures, or their sizes differ
   */
  public HealthGuard against(List<Picture> data) {
    dataDiversity = diversity(data);
    return this;
  }

  /**
   * Keeps the best checkpoint in the run's folder {@code best} (from which every model's {@code
   * load} can read), and restores the model from it if the run ends while a failure persists:
   * parameters, EMA and optimizer state. The run's own checkpoints are unchanged. To continue,
   * start a new run in another folder, with options that avoid the failure.
   *
   * @param score computes the model's score at a checkpoint, such as a feature distance; lower is
   *     better. Not computed while a failure persists
   */
  public HealthGuard rollingBackBy(ToDoubleFunction<GenerativeModel<?>> score) {
    this.score = score;
    return this;
  }

  /**
   * Computes the diversity of pictures: the mean over all pairs of the root mean square difference
   * of their values; 0 if all are equal.
   *
   * @param pictures at least two, of one size
   * @throws IllegalArgumentException if there are fewer, or their sizes differ
   */
  public static double diversity(List<Picture> pictures) {
    if (pictures.size() < 2) {
      throw new IllegalArgumentException(
          "Expected at least 2 pictures to compare, but got " + pictures.size());
    }
    List<float[]> values = pictures.stream().map(Picture::values).toList();
    double sum = 0;
    for (int i = 1; i < values.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(values.get(i), values.get(j));
      }
    }
    return sum / (values.size() * (values.size() - 1) / 2);
  }

  private static double distance(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "Expected pictures of the same size, but got %s and %s values"
              .formatted(one.length, other.length));
    }
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / one.length);
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    looksInARow.clear();
    norms.clear();
    highestDiversity = dataDiversity;
    best = score == null ? null : new BestCheckpoint(run.folder());
  }

  @Override
  public void onStep(StepReport report) {
    if (report.stepsDone() % options.every() != 0) {
      return;
    }
    GenerativeModel<?> model = report.run().model();
    lookAtGradients(report);
    if (model instanceof Adversarial adversarial && adversarial.discriminatorsSaturate()) {
      lookAtDiscriminators(report, adversarial.discriminators());
    }
    if (model instanceof LatentModel latents) {
      lookAtSamples(report, latents);
    }
  }

  private void lookAtGradients(StepReport report) {
    @Nullable String broken = null;
    @Nullable String exploding = null;
    for (String phase : report.phases()) {
      float norm = report.gradientNorm(phase);
      Deque<Float> before = norms.computeIfAbsent(phase, name -> new ArrayDeque<>());
      if (!Float.isFinite(norm)) {
        broken =
            "The gradients of the phase \"%s\" are not finite. Use a lower learning rate, or clip gradients by global norm"
                .formatted(phase);
        continue;
      }
      double median = median(before);
      if (before.size() >= LEAST_LOOKS
          && median > 0
          && norm > options.thresholds().gradientNorm() * median) {
        exploding =
            String.format(
                Locale.ROOT,
                "Exploding gradients in the phase \"%s\": their norm is %.3g, the median so far %.3g. Use a lower learning rate, or clip gradients by global norm",
                phase,
                norm,
                median);
      }
      before.addLast(norm);
      if (before.size() > MOST_LOOKS) {
        before.removeFirst();
      }
    }
    judge(report, Trouble.NOT_FINITE, broken);
    judge(report, Trouble.EXPLODING_GRADIENTS, exploding);
  }

  private static double median(Deque<Float> values) {
    List<Float> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private void lookAtDiscriminators(StepReport report, List<Network> discriminators) {
    boolean seen = false;
    @Nullable String saturated = null;
    for (Phase<?> phase : report.run().model().phases()) {
      @Nullable Float loss =
          discriminators.containsAll(phase.learners()) ? report.metrics().get(phase.name()) : null;
      seen |= loss != null;
      if (loss != null && loss >= 0 && loss < options.thresholds().discriminatorLoss()) {
        saturated =
            String.format(
                Locale.ROOT,
                "Discriminator saturation: the loss of the phase \"%s\" is %.3g, so the generator's gradients vanish. Use a lower learning rate for the discriminator, a gradient penalty (R1), or augmentation of its input (DiffAugment)",
                phase.name(),
                loss);
      }
    }
    // Unknown if no such phase was active in this step.
    if (seen) {
      judge(report, Trouble.DISCRIMINATOR_SATURATION, saturated);
    }
  }

  private void lookAtSamples(StepReport report, LatentModel model) {
    double diversity = diversity(model.sample(options.samples(), LATENT_SEED));
    if (dataDiversity == 0 && diversity > highestDiversity) {
      highestDiversity = diversity;
    }
    judge(
        report,
        Trouble.COLLAPSE,
        diversity < options.thresholds().diversity() * highestDiversity
            ? String.format(
                Locale.ROOT,
                "%s: samples from different latents differ by %.3g on average, where %s %.3g. %s",
                model instanceof Adversarial ? "Mode collapse" : "Posterior collapse",
                diversity,
                dataDiversity == 0 ? "they differed by" : "the data differ by",
                highestDiversity,
                model instanceof Adversarial
                    ? "Return to an earlier checkpoint; a gradient penalty (R1, DRAGAN) or another adversarial loss may avoid it"
                    : "Use a lower weight of the KL divergence, KL warm-up or free bits")
            : null);
  }

  /**
   * Counts consecutive checks that show a failure, and warns when their number reaches the
   * patience.
   */
  private void judge(StepReport report, Trouble trouble, @Nullable String message) {
    if (message == null) {
      looksInARow.remove(trouble);
    } else if (looksInARow.merge(trouble, 1, Integer::sum) == patience(trouble)) {
      warn(new HealthWarning(trouble, report.stepsDone(), message));
      if (options.stop()) {
        report.requestStop(message);
      }
    }
  }

  private void warn(HealthWarning warning) {
    LOG.warn("Step {}: {}", warning.step(), warning.message());
    listeners.forEach(listener -> listener.accept(warning));
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) throws IOException {
    if (best != null && score != null && looksInARow.isEmpty()) {
      best.offer(checkpoint, score.applyAsDouble(Objects.requireNonNull(run).model()));
    }
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    GenerativeModel<?> model = Objects.requireNonNull(run).model();
    if (outcome.status() == RunStatus.FAILED) {
      try {
        ModelState.requireFinite(model, outcome.steps());
      } catch (TrainingException e) {
        looksInARow.put(Trouble.NOT_FINITE, 1);
        warn(
            new HealthWarning(
                Trouble.NOT_FINITE,
                outcome.steps(),
                "There are NaNs or infinities in the networks. Use a lower learning rate, or clip gradients by global norm"));
      }
    }
    if (best != null && best.exists() && inTrouble()) {
      Checkpoint checkpoint = best.checkpoint();
      Checkpoints.restore(model, checkpoint);
      LOG.warn(
          "The run ended with a warning, so the model was restored to step {}, with a score of"
              + " {}",
          checkpoint.description().step(),
          best.score());
    }
  }

  private boolean inTrouble() {
    return looksInARow.entrySet().stream()
        .anyMatch(seen -> seen.getValue() >= patience(seen.getKey()));
  }

  private int patience(Trouble trouble) {
    return switch (trouble) {
      case COLLAPSE, DISCRIMINATOR_SATURATION -> options.patience();
      case EXPLODING_GRADIENTS, NOT_FINITE -> 1;
    };
  }
}
