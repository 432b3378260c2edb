package org.atelier.train;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.atelier.image.Picture;
import org.atelier.model.Gan;
import org.atelier.model.GenerativeModel;
import org.atelier.train.HealthWarning.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a run's health, and says in plain words what is wrong: in the log, and to whoever asked
 * to be told. It warns once when a trouble begins, and again only if it was gone in between.
 *
 * <ul>
 *   <li>Collapse, of a {@link Gan}: the {@linkplain #diversity diversity} of samples from always
 *       the same latents falls below a share of the data's, if they were given, or else of the
 *       highest that this run has seen.
 *   <li>Saturation, of a {@link Gan}: the loss of the phase {@code "discriminator"} stays between 0
 *       and a small number. Critics without a least loss (Wasserstein) do not saturate.
 *   <li>Explosion: the norm of a phase's gradients is many times the median of up to 50 looks
 *       before, of which there must be 5.
 *   <li>Numbers that are not finite, in gradients at a look, or in the networks after the run has
 *       failed. (That losses are finite the loop checks in every step, and fails.)
 * </ul>
 *
 * <p>These are hints, not measurements: samples may be diverse and bad, and distances of pixels do
 * not see that some of the data's modes are missing. Between two looks nothing is seen, and a
 * resumed run begins its history anew.
 *
 * <pre>{@code
 * var guard = HealthGuard.of(HealthOptions.defaults().withStop(true)).rollingBackBy(gan -> fid(gan));
 * new TrainingLoop<>(gan, data, training).with(guard).run(folder);
 * }</pre>
 */
public final class HealthGuard implements LoopListener {
  private static final Logger LOG = LoggerFactory.getLogger(HealthGuard.class);
  private static final String DISCRIMINATOR = "discriminator";
  private static final long LATENT_SEED = 0x4845414c5448L;
  private static final int LEAST_LOOKS = 5;
  private static final int MOST_LOOKS = 50;

  private final HealthOptions options;
  private final List<Consumer<HealthWarning>> told = new ArrayList<>();
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

  /** A guard that warns in the log. */
  public static HealthGuard of(HealthOptions options) {
    return new HealthGuard(options);
  }

  /** Tells every warning to {@code listener} too, on the training thread. */
  public HealthGuard telling(Consumer<HealthWarning> listener) {
    told.add(listener);
    return this;
  }

  /**
   * Compares samples with these pictures of the data rather than with samples of before. An
   * untrained generator may then seem to have collapsed.
   *
   * @throws IllegalArgumentException if there are fewer than two, or they are of several sizes
   */
  public HealthGuard against(List<Picture> data) {
    dataDiversity = diversity(data);
    return this;
  }

  /**
   * Keeps the best checkpoint in the run's folder {@code best} (which every model's {@code load}
   * takes), and puts the model back to it if the run ends in trouble: weights, averages and what
   * optimizers remember. The run's own checkpoints stay as they are. To go on, train the model
   * anew, with options that avoid the trouble, in another folder.
   *
   * @param score of the model at a checkpoint, the lower the better, such as a distance to the
   *     data; computed at each checkpoint that is not in trouble
   */
  public HealthGuard rollingBackBy(ToDoubleFunction<GenerativeModel<?>> score) {
    this.score = score;
    return this;
  }

  /**
   * How different pictures are: the mean over all pairs of the root of the mean squared difference
   * of their values; 0 if all are the same.
   *
   * @param pictures at least two, of one size
   * @throws IllegalArgumentException if there are fewer, or they are of several sizes
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
          "Expected pictures of one size, but got %s and %s values"
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
    lookAtGradients(report);
    if (report.run().model() instanceof Gan<?> gan) {
      lookAtLoss(report);
      lookAtSamples(report, gan);
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
            "The gradients of the phase \"%s\" are not finite. Use a lower learning rate, or a limit to the gradient's norm"
                .formatted(phase);
        continue;
      }
      double median = median(before);
      if (before.size() >= LEAST_LOOKS
          && median > 0
          && norm > options.thresholds().gradientNorm() * median) {
        exploding =
            "The gradients of the phase \"%s\" explode: their norm is %.3g, where it was %.3g. Use a lower learning rate, or a limit to the gradient's norm"
                .formatted(phase, norm, median);
      }
      before.addLast(norm);
      if (before.size() > MOST_LOOKS) {
        before.removeFirst();
      }
    }
    judge(report, Trouble.NOT_FINITE, broken);
    judge(report, Trouble.EXPLOSION, exploding);
  }

  private static double median(Deque<Float> values) {
    List<Float> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private void lookAtLoss(StepReport report) {
    @Nullable Float loss = report.metrics().get(DISCRIMINATOR);
    if (loss == null) {
      // Its phase took no part in this step: no news.
      return;
    }
    boolean won = loss >= 0 && loss < options.thresholds().discriminatorLoss();
    judge(
        report,
        Trouble.SATURATION,
        won
            ? "The discriminator has won: its loss is %.3g, so the generator learns little from it. Give it a lower learning rate, a penalty (R1), or fewer pictures to learn by heart (DiffAugment)"
                .formatted(loss)
            : null);
  }

  private void lookAtSamples(StepReport report, Gan<?> gan) {
    double diversity = diversity(gan.sample(options.samples(), LATENT_SEED));
    if (dataDiversity == 0 && diversity > highestDiversity) {
      highestDiversity = diversity;
    }
    judge(
        report,
        Trouble.COLLAPSE,
        diversity < options.thresholds().diversity() * highestDiversity
            ? "The generator has collapsed: samples differ by %.3g from each other, where %s %.3g. Go back to an earlier checkpoint; a penalty (R1, DRAGAN) or another loss may avoid it"
                .formatted(
                    diversity,
                    dataDiversity == 0 ? "they differed by" : "the data differ by",
                    highestDiversity)
            : null);
  }

  /** Counts the looks that saw a trouble, and warns at the one that makes it certain. */
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
    told.forEach(listener -> listener.accept(warning));
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
    if (outcome.status().equals("failed")) {
      try {
        ModelState.requireFinite(model, outcome.steps());
      } catch (TrainingException e) {
        looksInARow.put(Trouble.NOT_FINITE, 1);
        warn(
            new HealthWarning(
                Trouble.NOT_FINITE,
                outcome.steps(),
                "Not all numbers of the networks are finite any more. Use a lower learning rate, or"
                    + " a limit to the gradient's norm"));
      }
    }
    if (best != null && best.exists() && inTrouble()) {
      Checkpoint checkpoint = best.checkpoint();
      Checkpoints.restore(model, checkpoint);
      LOG.warn(
          "The run ended in trouble, so the model is again as it was at step {}, with a score of"
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
      case COLLAPSE, SATURATION -> options.patience();
      case EXPLOSION, NOT_FINITE -> 1;
    };
  }
}
