package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.data.batch.ImageBatch;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.DifferentiableGenerator;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;

/**
 * A generator against a discriminator (Goodfellow et al., arXiv:1406.2661). A new model is a class
 * with two methods: what the discriminator minimises, and what the generator minimises.
 *
 * <p>By default both learn in every step, the discriminator first, and judge the same fakes; {@link
 * #phases} may be overridden.
 *
 * @param <B> the batches it learns from
 */
public abstract class Gan<B extends ImageBatch> extends GenerativeModel<B>
    implements DifferentiableGenerator, Adversarial {
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

  @Override
  public List<Network> discriminators() {
    return List.of(discriminator);
  }

  /**
   * What the generator is told beside the latents of a step's fakes: one array (N, …) for each of
   * its further inputs; none here. It must be the same at every call in a step ({@link Step#once}).
   */
  protected NDList fakeConditions(Step<B> step) {
    return new NDList();
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

  @Override
  public final int latentSize() {
    return generator.latentSize();
  }

  /** What the discriminator judges. */
  @Override
  public final Shape pictureShape() {
    return discriminator.inputShapes().get(0);
  }

  @Override
  public final List<Shape> conditionShapes() {
    List<Shape> inputs = generator.inputShapes();
    return inputs.subList(1, inputs.size());
  }

  @Override
  public final List<Picture> generate(List<Latent> latents, Conditions conditions) {
    for (Latent latent : latents) {
      if (latent.size() != generator.latentSize()) {
        throw new IllegalArgumentException(
            "Expected latents of %s values, but got one of %s"
                .formatted(generator.latentSize(), latent.size()));
      }
    }
    return Batches.map(
        device(),
        latents,
        (scratch, batch, from) ->
            Pictures.fromBatch(
                generate(
                    Latent.toArray(scratch, batch), conditions.of(scratch, from, batch.size()))));
  }

  @Override
  public final NDArray generate(NDArray latents, NDList conditions) {
    var inputs = new NDList(latents);
    inputs.addAll(conditions);
    return generator.evaluate(inputs.toArray(NDArray[]::new));
  }
}
