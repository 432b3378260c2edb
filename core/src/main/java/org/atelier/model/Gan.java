package org.atelier.model;

import ai.djl.ndarray.NDArray;
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

  /** As many generated pictures as the batch has real ones, made once in a step. */
  public final NDArray fake(Step<B> step) {
    return step.once(
        fake,
        () -> {
          long count = step.batch().images().getShape().get(0);
          return generator.forward(step.normal(count, generator.latentSize()));
        });
  }

  /** As {@link #fake(Step)}, from latents (N, latent) of the caller's choice. */
  public final NDArray fake(Step<B> step, NDArray latents) {
    return step.once(fake, () -> generator.forward(latents));
  }

  /**
   * New pictures: a function of the seed, the n-th being the same whatever the count.
   *
   * @param count how many
   * @param seed of the latents
   */
  public final List<Picture> sample(int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    initialize(0);
    var pictures = new ArrayList<Picture>(count);
    while (pictures.size() < count) {
      int n = Math.min(SAMPLES_AT_ONCE, count - pictures.size());
      try (NDManager scratch = NDManager.newBaseManager(device())) {
        pictures.addAll(
            Pictures.fromBatch(generator.predict(latents(scratch, pictures.size(), n, seed))));
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
