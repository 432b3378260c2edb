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
 * A generative adversarial network: a generator and a discriminator (Goodfellow et al.,
 * arXiv:1406.2661). A subclass implements two methods, the objective of the discriminator and the
 * objective of the generator.
 *
 * <p>By default both networks are updated in every step, the discriminator first, with the same
 * generated pictures; override {@link #phases} for another schedule.
 *
 * @param <B> the type of training batches
 */
public abstract class Gan<B extends ImageBatch> extends GenerativeModel<B>
    implements DifferentiableGenerator, Adversarial {
  private final Output<NDArray> latents = Output.named("latents");
  private final Output<NDArray> fake = Output.named("fake");
  private final Generator generator;
  private final Discriminator discriminator;

  /** Creates a model of these networks. */
  protected Gan(Generator generator, Discriminator discriminator) {
    super(generator, discriminator);
    this.generator = generator;
    this.discriminator = discriminator;
  }

  /**
   * Returns the objective that the discriminator minimises. Detach generated pictures by {@code
   * stopGradient()}, so that no gradient is computed through the generator.
   */
  protected abstract Objective discriminatorObjective(Step<B> step);

  /** Returns the objective that the generator minimises. */
  protected abstract Objective generatorObjective(Step<B> step);

  @Override
  public List<Phase<B>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator),
        Phase.of("generator", this::generatorObjective, generator));
  }

  /** Returns the generator: latents (N, latent) to pictures (N, C, H, W) in [-1, 1]. */
  public final Generator generator() {
    return generator;
  }

  /** Returns the discriminator: pictures (N, C, H, W) in [-1, 1] to logits. */
  public final Discriminator discriminator() {
    return discriminator;
  }

  @Override
  public List<Network> discriminators() {
    return List.of(discriminator);
  }

  /**
   * Returns the conditioning inputs of a step's generated pictures: one array (N, …) for each input
   * of the generator after the latents; none by default. Must return the same arrays at every call
   * in a step ({@link Step#once}).
   */
  protected NDList fakeConditions(Step<B> step) {
    return new NDList();
  }

  /**
   * Returns standard normal latents (N, latent), where N is the batch size; drawn once in a step.
   */
  public final NDArray latents(Step<B> step) {
    return step.once(
        latents,
        () -> step.normal(step.batch().images().getShape().get(0), generator.latentSize()));
  }

  /** As {@link #latents(Step)}, but with the given latents, unless the step has latents already. */
  public final NDArray latents(Step<B> step, NDArray chosen) {
    return step.once(latents, () -> chosen);
  }

  /**
   * Returns generated pictures (N, C, H, W), where N is the batch size; computed once in a step.
   */
  public final NDArray fake(Step<B> step) {
    return step.once(fake, () -> generate(step));
  }

  /** As {@link #fake(Step)}, from the given latents (N, latent). */
  public final NDArray fake(Step<B> step, NDArray chosen) {
    latents(step, chosen);
    return fake(step);
  }

  /**
   * As {@link #fake(Step)}, but the generator runs at every call, with the same latents: for
   * schedules in which most critic updates need no gradient of the generator.
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

  /** Returns the shape of the discriminator's input, (C, H, W). */
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
