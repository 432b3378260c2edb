package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.ImageBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentWalk;
import org.atelier.model.Batches;
import org.atelier.model.GenerativeModel;
import org.atelier.model.capability.AnomalyScore;
import org.atelier.model.capability.Encoding;
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.capability.Reconstructing;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Gaussian;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;

/**
 * An auto-encoder with Gaussian latents: an encoder of the approximate posterior q(z | x) = N(μ,
 * σ²), a decoder of the likelihood p(x | z), and the standard normal prior p(z). A subclass is its
 * {@link #phases}: the objective, computed from {@link #examples}, {@link #noise}, the two networks
 * and the {@link #likelihood}. All else here is inference with a trained model.
 *
 * <p>Any encoder with two heads and any decoder of latent vectors can be used, also for vectors of
 * sounds or texts; the methods of pictures are for models of pictures (N, C, H, W) in [-1, 1].
 *
 * @param <B> the batches it learns from
 */
public abstract class GaussianAutoencoder<B extends ExampleBatch> extends GenerativeModel<B>
    implements LatentModel, Encoding, Reconstructing {
  /** The mean squared error of each example, (N). */
  private static final NativeFunction SQUARED_ERROR =
      NativeFunction.of("torch.mean(torch.flatten(torch.square(x - y), 1), [1])", "x", "y");

  private final Output<NDArray> noise = Output.named("noise");
  private final Encoder encoder;
  private final Decoder decoder;
  private final Likelihood likelihood;
  private final int latentSize;

  /** Whether the first batch was in the likelihood's support; later batches are not checked. */
  private boolean supported;

  /**
   * Creates an untrained model.
   *
   * @param encoder with two heads, mean and log-variance (N, latent)
   * @param decoder of latents (N, latent) to the parameters of the likelihood
   * @param more networks, such as a discriminator
   * @throws IllegalArgumentException if the decoder's latents are not vectors
   */
  protected GaussianAutoencoder(
      Encoder encoder, Decoder decoder, Likelihood likelihood, Network... more) {
    super(Stream.concat(Stream.of(encoder, decoder), Arrays.stream(more)).toArray(Network[]::new));
    if (decoder.code().dimension() != 1) {
      throw new IllegalArgumentException(
          "Expected a decoder of latent vectors (N, latent), but it takes (N) and "
              + decoder.code());
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.likelihood = likelihood;
    latentSize = Math.toIntExact(decoder.code().get(0));
  }

  /** The network of the approximate posterior q(z | x). */
  public final Encoder encoder() {
    return encoder;
  }

  /** The network that maps latents to the parameters of p(x | z). */
  public final Decoder decoder() {
    return decoder;
  }

  /** The distribution p(x | z), whose parameters the decoder outputs. */
  public final Likelihood likelihood() {
    return likelihood;
  }

  /** The conditioning inputs of a batch, arrays (N, …) for both networks; none by default. */
  protected NDList conditions(B batch) {
    return new NDList();
  }

  /** The conditioning input of samples when none is given; none by default. */
  @Override
  public Conditions sampleConditions() {
    return Conditions.none();
  }

  // Parts of the objectives.

  /**
   * The examples x of a step, (N, …).
   *
   * @throws IllegalArgumentException if they are of another shape than the encoder takes, or those
   *     of the first batch are outside the support of the likelihood
   */
  protected final NDArray examples(Step<B> step) {
    NDArray x = expectShape(step.batch().examples());
    if (!supported) {
      likelihood.expectSupport(x);
      supported = true;
    }
    return x;
  }

  /** The noise ε ~ N(0, 1) of a step's latents, of this shape; sampled once in a step. */
  protected final NDArray noise(Step<B> step, Shape shape) {
    return step.once(noise, () -> step.normal(shape.getShape()));
  }

  /** Sets the noise ε of a step's latents, for tests and comparisons with other programs. */
  public final NDArray noise(Step<B> step, NDArray chosen) {
    return step.once(noise, () -> chosen);
  }

  /** (N, …) to (k·N, …), the whole array k times, in the manager of the array. */
  protected static NDArray repeated(NDArray array, int k) {
    if (k == 1) {
      return array;
    }
    Shape shape = array.getShape();
    return array
        .expandDims(0)
        .broadcast(new Shape(k).addAll(shape))
        .reshape(new Shape(k * shape.get(0)).addAll(shape.slice(1)));
  }

  // Inference.

  /**
   * The approximate posteriors q(z | x), in evaluation mode, by the averaged parameters if they are
   * kept; recorded where the thread records.
   *
   * @param examples (N, …)
   * @param conditions one array (N, …) for each further input
   */
  public final Gaussian encode(NDArray examples, NDList conditions) {
    return encoder.evaluatePosterior(with(conditions, expectShape(examples)));
  }

  /**
   * The parameters of p(x | z), in evaluation mode, by the averaged parameters if they are kept;
   * recorded where the thread records.
   *
   * @param latents (N, latent)
   * @param conditions one array (N, …) for each further input
   */
  public final NDArray likelihoodParameters(NDArray latents, NDList conditions) {
    return decoder.evaluate(with(conditions, latents));
  }

  /** The means of p(x | z), (N, …), of {@link #likelihoodParameters}. */
  public final NDArray decode(NDArray latents, NDList conditions) {
    return likelihood.mean(likelihoodParameters(latents, conditions));
  }

  @Override
  public final int latentSize() {
    return latentSize;
  }

  /** The shape of the encoder's examples; (C, H, W) for a model of pictures. */
  @Override
  public final Shape pictureShape() {
    return encoder.inputShapes().get(0);
  }

  @Override
  public final List<Shape> conditionShapes() {
    List<Shape> inputs = decoder.inputShapes();
    return inputs.subList(1, inputs.size());
  }

  /** The mean of q(z | x) of each picture, for an unconditional model. */
  public final List<Latent> encode(List<Picture> pictures) {
    return encode(pictures, expectNoneNeeded(sampleConditions()));
  }

  @Override
  public final List<Latent> encode(List<Picture> pictures, Conditions conditions) {
    return Batches.map(
        device(),
        pictures,
        (scratch, batch, from) -> {
          NDArray examples = Pictures.toBatch(batch, scratch);
          NDList given = conditions.of(scratch, from, batch.size());
          float[] means = encode(examples, given).mu().toFloatArray();
          var latents = new ArrayList<Latent>(batch.size());
          for (int i = 0; i < means.length; i += latentSize) {
            latents.add(new Latent(Arrays.copyOfRange(means, i, i + latentSize)));
          }
          return latents;
        });
  }

  /** The mean of p(x | z) of each latent, for an unconditional model. */
  public final List<Picture> decode(List<Latent> latents) {
    return decode(latents, expectNoneNeeded(sampleConditions()));
  }

  /**
   * The mean of p(x | z) of each latent, clamped to [-1, 1].
   *
   * @param conditions the conditioning input of each, by its place in the list
   * @throws IllegalArgumentException if a latent has another size than the decoder's
   */
  public final List<Picture> decode(List<Latent> latents, Conditions conditions) {
    for (Latent latent : latents) {
      if (latent.size() != latentSize) {
        throw new IllegalArgumentException(
            "Expected latents of %s values, but got one of %s"
                .formatted(latentSize, latent.size()));
      }
    }
    return Batches.map(
        device(),
        latents,
        (scratch, batch, from) -> {
          NDArray z = Latent.toArray(scratch, batch);
          NDList given = conditions.of(scratch, from, batch.size());
          return Pictures.fromBatch(decode(z, given)).stream().map(Picture::clamped).toList();
        });
  }

  /** The reconstructions of pictures by an unconditional model: the decoded means of q(z | x). */
  public final List<Picture> reconstruct(List<Picture> pictures) {
    return decode(encode(pictures));
  }

  /** The reconstructions of pictures: the decoded means of q(z | x). */
  @Override
  public final List<Picture> reconstruct(List<Picture> pictures, Conditions conditions) {
    return decode(encode(pictures, conditions), conditions);
  }

  /** As {@link #decode(List, Conditions)}. */
  @Override
  public final List<Picture> generate(List<Latent> latents, Conditions conditions) {
    return decode(latents, conditions);
  }

  /** An interpolation between two pictures in the latent space. */
  public final List<Picture> interpolate(Picture from, Picture to, LatentWalk walk) {
    return walk.frames(this::decode, encode(List.of(from, to)));
  }

  /**
   * Estimates of the evidence of each example, in the data's order.
   *
   * @throws IOException if an example cannot be read
   * @throws IllegalArgumentException if the examples are outside the support of the likelihood
   */
  public final List<Evidence> evidence(TrainingData<? extends B> data, EvidenceOptions options)
      throws IOException {
    return evidence(conditioned(data), options);
  }

  /** As {@link org.atelier.model.capability.EvidenceEstimating#evidence}. */
  public final List<Evidence> evidence(
      TrainingData<? extends ImageBatch> pictures, Conditions conditions, EvidenceOptions options)
      throws IOException {
    return evidence(ConditionedData.of(pictures, conditions), options);
  }

  private List<Evidence> evidence(ConditionedData<?> data, EvidenceOptions options)
      throws IOException {
    var estimate = new EvidenceEstimate(this, options);
    var all = new ArrayList<Evidence>();
    data.forEach(
        options.examplesPerBatch(),
        options,
        device(),
        (examples, conditions, from) -> all.addAll(estimate.of(examples, conditions, from)));
    return all;
  }

  /** Whether the likelihood is a normalised density: all but {@link Bernoulli} of grey values. */
  public final boolean hasNormalisedLikelihood() {
    return !(likelihood instanceof Bernoulli bernoulli && bernoulli.grey());
  }

  /**
   * The anomaly score of each example, in the data's order; higher is more anomalous.
   *
   * @param options the batch size, and how the likelihood is estimated
   * @throws IOException if an example cannot be read
   */
  public final double[] anomalyScores(
      AnomalyScore score, TrainingData<? extends B> data, EvidenceOptions options)
      throws IOException {
    return anomalyScores(score, conditioned(data), options);
  }

  /** As {@link org.atelier.model.capability.AnomalyScoring#anomalyScores}. */
  public final double[] anomalyScores(
      AnomalyScore score,
      TrainingData<? extends ImageBatch> pictures,
      Conditions conditions,
      EvidenceOptions options)
      throws IOException {
    return anomalyScores(score, ConditionedData.of(pictures, conditions), options);
  }

  private double[] anomalyScores(
      AnomalyScore score, ConditionedData<?> data, EvidenceOptions options) throws IOException {
    return switch (score) {
      case RECONSTRUCTION -> squaredErrors(data, options);
      case LIKELIHOOD ->
          evidence(data, options).stream().mapToDouble(e -> -e.logLikelihood()).toArray();
    };
  }

  private double[] squaredErrors(ConditionedData<?> data, EvidenceOptions options)
      throws IOException {
    var scores = new double[data.data().size()];
    data.forEach(
        options.batchSize(),
        options,
        device(),
        (x, conditions, from) -> {
          NDArray errors =
              Gradients.withoutRecording(
                  () -> SQUARED_ERROR.apply(x, decode(encode(x, conditions).mu(), conditions)));
          float[] values = errors.toFloatArray();
          for (int i = 0; i < values.length; i++) {
            scores[from + i] = values[i];
          }
        });
    return scores;
  }

  private ConditionedData<B> conditioned(TrainingData<? extends B> data) {
    return new ConditionedData<B>(data, (scratch, batch, from) -> conditions(batch));
  }

  // Checks.

  private NDArray expectShape(NDArray examples) {
    Shape expected = encoder.inputShapes().get(0);
    Shape given = examples.getShape();
    if (given.dimension() != expected.dimension() + 1 || !given.slice(1).equals(expected)) {
      throw new IllegalArgumentException(
          "Expected examples of shape (N) and %s, as the encoder takes them, but got %s; resize them, or build the model for theirs"
              .formatted(expected, given));
    }
    return examples;
  }

  private Conditions expectNoneNeeded(Conditions conditions) {
    if (encoder.inputShapes().size() > 1 || decoder.inputShapes().size() > 1) {
      throw new IllegalArgumentException(
          "The model is conditional: pass its conditioning input, such as new ClassLabels(classes).always(label), to the method that takes conditions");
    }
    return conditions;
  }

  private static NDArray[] with(NDList conditions, NDArray first) {
    var inputs = new NDList(first);
    inputs.addAll(conditions);
    return inputs.toArray(NDArray[]::new);
  }
}
