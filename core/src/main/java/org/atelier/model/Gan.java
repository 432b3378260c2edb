package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.ImageBatch;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.random.CounterRandom;

/**
 * A generator against a discriminator (Goodfellow et al., arXiv:1406.2661). A new model is a class
 * with two methods: what the discriminator minimises, and what the generator minimises.
 *
 * <p>By default both learn in every step, the discriminator first, and judge the same fakes; {@link
 * #phases} may be overridden.
 *
 * @param <B> the batches it learns from
 */
public abstract class Gan<B extends ImageBatch> extends GenerativeModel<B> {
  private static final int SAMPLES_AT_ONCE = 64;

  private final Output<NDArray> latents = Output.named("latents");
  private final Output<NDArray> fake = Output.named("fake");
  private final Generator generator;
  private final Discriminator discriminator;

  /** A model of these two. */
  protected Gan(Generator generator, Discriminator discriminator) {
    super(generator, discriminator);
    this.generator = generator;
    this.discriminator = discriminator;
  }

  /** What the discriminator minimises; it should see the fakes through {@code stopGradient()}. */
  protected abstract Objective discriminatorObjective(Step<B> step);

  /** What the generator minimises. */
  protected abstract Objective generatorObjective(Step<B> step);

  @Override
  public List<Phase<B>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator),
        Phase.of("generator", this::generatorObjective, generator));
  }

  /** The network that makes pictures. */
  public final Generator generator() {
    return generator;
  }

  /** The network that judges them. */
  public final Discriminator discriminator() {
    return discriminator;
  }

  /**
   * What the generator is told beside the latents of a step's fakes: one array (N, …) for each of
   * its further inputs; none here. It must be the same at every call in a step ({@link Step#once}).
   */
  protected NDList fakeConditions(Step<B> step) {
    return new NDList();
  }

  /** What the generator is told of samples where nobody asks for anything; nothing here. */
  protected Conditions sampleConditions() {
    return Conditions.none();
  }

  /**
   * Standard normal latents (N, latent) for as many fakes as the batch has pictures; drawn once.
   */
  public final NDArray latents(Step<B> step) {
    return step.once(
        latents,
        () -> step.normal(step.batch().images().getShape().get(0), generator.latentSize()));
  }

  /** As {@link #latents(Step)}, of the caller's choice, unless they were drawn before. */
  public final NDArray latents(Step<B> step, NDArray chosen) {
    return step.once(latents, () -> chosen);
  }

  /** As many generated pictures as the batch has real ones, made once in a step. */
  public final NDArray fake(Step<B> step) {
    return step.once(fake, () -> generate(step));
  }

  /** As {@link #fake(Step)}, from latents (N, latent) of the caller's choice. */
  public final NDArray fake(Step<B> step, NDArray chosen) {
    latents(step, chosen);
    return fake(step);
  }

  /**
   * As {@link #fake(Step)}, but the generator runs at every call, from the same latents: for
   * schedules in which most critic steps need no derivative by the generator.
   */
  protected final NDArray generate(Step<B> step) {
    var inputs = new NDList(latents(step));
    inputs.addAll(fakeConditions(step));
    return generator.forward(inputs.toArray(NDArray[]::new));
  }

  /**
   * New pictures: a function of the seed, the n-th being the same whatever the count (but for
   * rounding: kernels split their work by the size of a batch).
   *
   * @param count how many
   * @param seed of the latents
   * @throws IllegalStateException if the model was neither trained nor loaded: making parameters
   *     here would take the choice of their seed from the training
   */
  public final List<Picture> sample(int count, long seed) {
    return sample(count, seed, sampleConditions());
  }

  /**
   * New pictures as they are asked for.
   *
   * @param count how many
   * @param seed of the latents
   * @param conditions what the generator is told of each
   */
  public final List<Picture> sample(int count, long seed, Conditions conditions) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    var pictures = new ArrayList<Picture>(count);
    while (pictures.size() < count) {
      int n = Math.min(SAMPLES_AT_ONCE, count - pictures.size());
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        var inputs = new NDList(latents(scratch, pictures.size(), n, seed));
        inputs.addAll(conditions.of(scratch, pictures.size(), n));
        pictures.addAll(Pictures.fromBatch(generator.predict(inputs.toArray(NDArray[]::new))));
      }
    }
    return pictures;
  }

  private NDArray latents(NDManager manager, int from, int count, long seed) {
    int size = generator.latentSize();
    var values = new float[count * size];
    for (int i = 0; i < count; i++) {
      System.arraycopy(CounterRandom.of(seed, from + i).gaussians(size), 0, values, i * size, size);
    }
    return HostValues.toArray(manager, values, new Shape(count, size));
  }
}
