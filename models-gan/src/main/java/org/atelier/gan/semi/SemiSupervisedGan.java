package org.atelier.gan.semi;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.CrossEntropy;
import org.atelier.loss.L2;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.capability.Classifying;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.network.Network;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.train.Trained;

/**
 * Semi-supervised GAN (arXiv:1606.03498, section 5): the discriminator is a classifier of K classes
 * and of generated pictures as class K + 1, whose logit is fixed at 0. With the logits l(x) of the
 * K classes,
 *
 * <pre>
 * Z(x) = log Σ exp l_k(x),   D(x) = p(real | x) = exp Z(x) / (exp Z(x) + 1) = σ(Z(x))
 *
 * D minimises  −E log softmax(l(x))_y                            over labelled pictures
 *              + w · ½ [ −E log D(x) − E log(1 − D(G(z))) ]       over unlabelled and generated ones
 * G minimises  mean (E f(x) − E f(G(z)))²                         feature matching
 * </pre>
 *
 * <p>where f(x) are the features before the classifier's last layer. Feature matching makes the
 * generated pictures' features right on average, which trains a better classifier than the usual
 * generator objective, whose pictures look better.
 *
 * <p>The networks ({@link SemiSupervisedNetworks}) are this library's; the authors' classifier has
 * weight normalisation and Gaussian noise.
 */
public final class SemiSupervisedGan extends Gan<SemiSupervisedBatch> implements Classifying {
  private static final int BATCH = 100;

  /** Z(x), the logit of a real picture. */
  private static final NativeFunction LOG_SUM_EXP =
      NativeFunction.of("torch.logsumexp(logits, [1], False)", "logits");

  private static final NativeFunction BATCH_MEAN = NativeFunction.of("torch.mean(f, [0])", "f");

  private final SemiSupervisedGanOptions options;
  private final NonSaturating loss;

  /** Creates an untrained model. */
  public SemiSupervisedGan(SemiSupervisedGanOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            options.networks().classifier(options.classes()),
            options.optimizer()));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static SemiSupervisedGan load(Path run) throws IOException {
    return Trained.load(run, SemiSupervisedGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static SemiSupervisedGan load(Path run, Device device) throws IOException {
    return Trained.load(run, SemiSupervisedGan.class, device);
  }

  @Override
  public SemiSupervisedGanOptions options() {
    return options;
  }

  @Override
  public List<Phase<SemiSupervisedBatch>> phases() {
    // The baseline, a classifier alone, needs no generated pictures.
    return options.unlabelledWeight() == 0 ? super.phases().subList(0, 1) : super.phases();
  }

  @Override
  protected Objective discriminatorObjective(Step<SemiSupervisedBatch> step) {
    Stabilisation s = options.stabilisation();
    SemiSupervisedBatch batch = step.batch();
    NDArray labelled = s.augment().apply(step, batch.labelled());
    Objective supervised = Objective.of("class", CrossEntropy.of(logits(labelled), batch.labels()));
    if (options.unlabelledWeight() == 0) {
      return supervised;
    }
    double weight = options.unlabelledWeight() / 2;
    NDArray x = batch.images();
    Function<NDArray, NDArray> d =
        s.augmenting(step, pictures -> LOG_SUM_EXP.apply(logits(pictures)));
    return supervised
        .plus("real", weight, loss.real(d.apply(x)))
        .plus("fake", weight, loss.fake(d.apply(fake(step).stopGradient())))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  @Override
  protected Objective generatorObjective(Step<SemiSupervisedBatch> step) {
    DiffAugment t = options.stabilisation().augment();
    NDArray x = t.apply(step, step.batch().images());
    NDArray real = Gradients.withoutRecording(() -> meanFeatures(x));
    NDArray fake = meanFeatures(t.apply(step, fake(step)));
    return Objective.of("features", L2.of(fake, real));
  }

  private NDArray meanFeatures(NDArray pictures) {
    return BATCH_MEAN.apply(discriminator().forwardAll(pictures).get(0));
  }

  private NDArray logits(NDArray pictures) {
    return discriminator().forwardAll(pictures).get(1);
  }

  @Override
  public int classes() {
    return options.classes();
  }

  /** The discriminator. */
  @Override
  public Network classifier() {
    return discriminator();
  }

  @Override
  public NDArray classProbabilities(NDArray pictures) {
    return Gradients.withoutRecording(
        () -> discriminator().evaluateAll(pictures).get(1).softmax(1));
  }

  /**
   * The classifier's accuracy, the share of pictures that are classified correctly, in [0, 1].
   *
   * @param data held-out pictures, without augmentation
   * @throws IOException if a picture cannot be read
   */
  public double accuracy(TrainingData<LabelledImages> data) throws IOException {
    long right = 0;
    for (int from = 0; from < data.size(); from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(data.size(), from + BATCH)).toArray();
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        LabelledImages batch = data.load(indices, CounterRandom.of(0, from)).toBatch(scratch);
        long[] found = classify(batch.images()).toLongArray();
        long[] wanted = batch.labels().toLongArray();
        right += IntStream.range(0, found.length).filter(i -> found[i] == wanted[i]).count();
      }
    }
    return (double) right / data.size();
  }
}
