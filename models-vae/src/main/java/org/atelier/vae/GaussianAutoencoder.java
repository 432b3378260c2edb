package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atelier.data.ExampleBatch;
import org.atelier.data.TrainingData;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentWalk;
import org.atelier.model.Conditions;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.Gaussian;
import org.atelier.model.GenerativeModel;
import org.atelier.model.LatentModel;
import org.atelier.model.Network;
import org.atelier.model.Output;
import org.atelier.model.Reconstructing;
import org.atelier.model.Step;

/**
 * An encoder that gives a distribution of codes q(z | x), independent normals, and a decoder that
 * gives p(x | z), with a standard normal prior p(z). A new model is its {@link #phases()}: what it
 * minimises, of {@link #posterior}, {@link #code} and {@link #logLikelihood}.
 *
 * <p>Any encoder with two heads and any decoder of vectors will do, also of sounds or texts as
 * vectors; what speaks of pictures is for pictures (N, C, H, W) in [-1, 1].
 *
 * @param <B> the batches it learns from
 */
public abstract class GaussianAutoencoder<B extends ExampleBatch> extends GenerativeModel<B>
    implements LatentModel, Reconstructing {
  private static final int AT_ONCE = 64;

  private final Output<Gaussian> posterior = Output.named("posterior");
  private final Output<NDArray> noise = Output.named("noise");
  private final Encoder encoder;
  private final Decoder decoder;
  private final Likelihood likelihood;
  private final int latentSize;

  /** Whether a batch has been looked at: data of the wrong range is so from its first batch on. */
  private boolean fits;

  /**
   * A model.
   *
   * @param decoder of codes (N, latent) to what the likelihood takes
   * @param more networks, such as an adversary
   * @throws IllegalArgumentException if the decoder takes codes that are not vectors
   */
  protected GaussianAutoencoder(
      Encoder encoder, Decoder decoder, Likelihood likelihood, Network... more) {
    super(Stream.concat(Stream.of(encoder, decoder), Arrays.stream(more)).toArray(Network[]::new));
    if (decoder.code().dimension() != 1) {
      throw new IllegalArgumentException(
          "Expected a decoder of codes that are vectors, but it takes " + decoder.code());
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.likelihood = likelihood;
    latentSize = Math.toIntExact(decoder.code().get(0));
  }

  /** q(z | x). */
  public final Encoder encoder() {
    return encoder;
  }

  /** The numbers of p(x | z). */
  public final Decoder decoder() {
    return decoder;
  }

  /** What the decoder's numbers say. */
  public final Likelihood likelihood() {
    return likelihood;
  }

  /** What both networks are told beside a batch's examples: arrays (N, …); nothing here. */
  protected NDList conditions(B batch) {
    return new NDList();
  }

  /** What both networks are told where nobody asks for anything; nothing here. */
  @Override
  public Conditions sampleConditions() {
    return Conditions.none();
  }

  /** What the encoder sees of a step's examples in training; they themselves here. */
  protected NDArray seen(Step<B> step, NDArray examples) {
    return examples;
  }

  // What objectives are made of.

  /** q(z | x) of a step's examples in training mode, computed once. */
  protected final Gaussian posterior(Step<B> step) {
    return step.once(
        posterior,
        () -> {
          B batch = step.batch();
          NDArray examples = expectShape(batch.examples());
          if (!fits) {
            likelihood.expectFit(examples);
            fits = true;
          }
          return encoder.posterior(with(conditions(batch), seen(step, examples)));
        });
  }

  /** ε of the step's code: standard normal, drawn once. */
  protected final NDArray noise(Step<B> step) {
    return step.once(noise, () -> step.normal(posterior(step).mean().getShape().getShape()));
  }

  /** As {@link #noise(Step)}, of the caller's choice, unless it was drawn before. */
  public final NDArray noise(Step<B> step, NDArray chosen) {
    return step.once(noise, () -> chosen);
  }

  /** z ~ q(z | x), one of each example: μ + σ·ε. */
  protected final NDArray code(Step<B> step) {
    return posterior(step).sample(noise(step));
  }

  /** ln p(x | z) of the step's examples in training mode, (N). */
  protected final NDArray logLikelihood(Step<B> step, NDArray code) {
    return logLikelihood(step, code, 1);
  }

  /**
   * ln p(x | z) of the step's examples in training mode.
   *
   * @param codes (k·N, latent): one of every example, then another of every example …
   * @param k how many each example has
   * @return (k·N)
   */
  protected final NDArray logLikelihood(Step<B> step, NDArray codes, int k) {
    B batch = step.batch();
    var told = new NDList();
    conditions(batch).forEach(condition -> told.add(repeated(condition, k)));
    NDArray numbers = decoder.forward(with(told, codes));
    return likelihood.logDensity(repeated(batch.examples(), k), numbers);
  }

  // What is done with a trained model.

  /**
   * q(z | x), in evaluation mode, by the averaged parameters if they are kept; recorded where the
   * thread records.
   *
   * @param examples (N, …)
   * @param conditions one array (N, …) for each further input
   */
  public final Gaussian encode(NDArray examples, NDList conditions) {
    return encoder.evaluatePosterior(with(conditions, expectShape(examples)));
  }

  /**
   * The decoder's numbers, as {@link #encode(NDArray, NDList)}; {@link #likelihood} says what they
   * mean.
   *
   * @param codes (N, latent)
   * @param conditions one array (N, …) for each further input
   */
  public final NDArray numbers(NDArray codes, NDList conditions) {
    return decoder.evaluate(with(conditions, codes));
  }

  /** The means of p(x | z), as {@link #numbers}. */
  public final NDArray decode(NDArray codes, NDList conditions) {
    return likelihood.mean(numbers(codes, conditions));
  }

  @Override
  public final int latentSize() {
    return latentSize;
  }

  /** What the encoder takes, (C, H, W) for a model of pictures. */
  @Override
  public final Shape pictureShape() {
    return encoder.inputShapes().get(0);
  }

  @Override
  public final List<Shape> conditionShapes() {
    List<Shape> inputs = decoder.inputShapes();
    return inputs.subList(1, inputs.size());
  }

  /** The means of q(z | x), one of each picture. */
  public final List<Latent> encode(List<Picture> pictures) {
    return encode(pictures, expectNoneNeeded(sampleConditions()));
  }

  /**
   * The means of q(z | x), one of each picture.
   *
   * @param conditions what the encoder is told of each, by its place in the list
   * @throws IllegalArgumentException if the pictures are of another shape
   */
  public final List<Latent> encode(List<Picture> pictures, Conditions conditions) {
    var latents = new ArrayList<Latent>();
    for (int from = 0; from < pictures.size(); from += AT_ONCE) {
      List<Picture> part = pictures.subList(from, Math.min(from + AT_ONCE, pictures.size()));
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        NDArray examples = Pictures.toBatch(part, scratch);
        NDList told = conditions.of(scratch, from, part.size());
        Gaussian codes = Gradients.withoutRecording(() -> encode(examples, told));
        float[] values = codes.mean().toFloatArray();
        for (int i = 0; i < part.size(); i++) {
          latents.add(new Latent(Arrays.copyOfRange(values, i * latentSize, (i + 1) * latentSize)));
        }
      }
    }
    return latents;
  }

  /** The mean picture of each latent. */
  public final List<Picture> decode(List<Latent> latents) {
    return decode(latents, expectNoneNeeded(sampleConditions()));
  }

  /**
   * The mean picture of each latent.
   *
   * @param conditions what the decoder is told of each, by its place in the list
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
    var pictures = new ArrayList<Picture>();
    for (int from = 0; from < latents.size(); from += AT_ONCE) {
      List<Latent> part = latents.subList(from, Math.min(from + AT_ONCE, latents.size()));
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        NDArray codes = Latent.toArray(scratch, part);
        NDList told = conditions.of(scratch, from, part.size());
        NDArray means = Gradients.withoutRecording(() -> decode(codes, told));
        Pictures.fromBatch(means).forEach(picture -> pictures.add(picture.clamped()));
      }
    }
    return pictures;
  }

  /** What remains of pictures: the mean picture of each one's mean code. */
  public final List<Picture> reconstruct(List<Picture> pictures) {
    return decode(encode(pictures));
  }

  /** As {@link #reconstruct(List)}, with what both networks are told of each picture. */
  @Override
  public final List<Picture> reconstruct(List<Picture> pictures, Conditions conditions) {
    return decode(encode(pictures, conditions), conditions);
  }

  /** The mean picture of each latent, as {@link #decode(List, Conditions)}. */
  @Override
  public final List<Picture> generate(List<Latent> latents, Conditions conditions) {
    return decode(latents, conditions);
  }

  /** The way from one picture to another by way of their codes. */
  public final List<Picture> interpolate(Picture from, Picture to, LatentWalk walk) {
    return walk.frames(this::decode, encode(List.of(from, to)));
  }

  /**
   * How well the model explains each example of some data, in the data's order.
   *
   * @throws IOException if an example cannot be read
   * @throws IllegalArgumentException if the data is none for the likelihood
   */
  public final List<Evidence> evidence(TrainingData<? extends B> data, EvidenceOptions options)
      throws IOException {
    var estimate = new EvidenceEstimate(this, options);
    var all = new ArrayList<Evidence>();
    for (int from = 0; from < data.size(); from += options.examplesAtOnce()) {
      int to = Math.min(from + options.examplesAtOnce(), data.size());
      var loaded = data.load(IntStream.range(from, to).toArray(), options.random(from));
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        B batch = loaded.toBatch(scratch);
        all.addAll(estimate.of(batch.examples(), conditions(batch), from));
      }
    }
    return all;
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
          "The networks are told more than pictures and latents; say what, such as new ClassLabels(classes).always(label), in the method that takes conditions");
    }
    return conditions;
  }

  /** (N, …) to (k·N, …): all rows, then all rows again …, in the manager of the array. */
  static NDArray repeated(NDArray array, int k) {
    if (k == 1) {
      return array;
    }
    Shape shape = array.getShape();
    return array
        .expandDims(0)
        .broadcast(new Shape(k).addAll(shape))
        .reshape(new Shape(k * shape.get(0)).addAll(shape.slice(1)));
  }

  private static NDArray[] with(NDList conditions, NDArray first) {
    var inputs = new NDList(first);
    inputs.addAll(conditions);
    return inputs.toArray(NDArray[]::new);
  }
}
