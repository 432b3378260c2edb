package org.atelier.translation.cyclegan;

import org.atelier.options.OptionChecks;
import org.atelier.translation.Decay;
import org.atelier.translation.Domains;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.ResnetGenerator;

/**
 * What a {@link CycleGan} is built with.
 *
 * @param domains the pictures of A (input) and B (output)
 * @param generator both generators
 * @param discriminator both discriminators
 * @param cycleWeight λ of the way there and back
 * @param identityWeight how much a generator should leave pictures of its own domain alone, as a
 *     share of {@code cycleWeight}; 0 for none, and where the domains differ in channels
 * @param poolSize earlier fakes of each domain that the discriminators are shown again; 0 for none
 * @param learningRate of all optimizers
 * @param decay of the learning rate
 */
public record CycleGanOptions(
    Domains domains,
    PictureGenerator generator,
    PatchDiscriminator discriminator,
    double cycleWeight,
    double identityWeight,
    int poolSize,
    double learningRate,
    Decay decay) {
  /** Checks every value, and that the networks fit the pictures. */
  public CycleGanOptions {
    generator.expectFits(domains.height(), domains.width());
    discriminator.expectFits(domains.height(), domains.width());
    OptionChecks.notNegative("cycleWeight", cycleWeight);
    OptionChecks.notNegative("identityWeight", identityWeight);
    if (identityWeight > 0 && domains.inputChannels() != domains.outputChannels()) {
      throw new IllegalArgumentException(
          "Domains of %s and %s channels have no identity: set identityWeight to 0"
              .formatted(domains.inputChannels(), domains.outputChannels()));
    }
    OptionChecks.atLeast(0, "poolSize", poolSize);
    OptionChecks.positive("learningRate", learningRate);
  }

  /**
   * As the reference: 256 pixels, ResNets of 9 blocks with instance norm, patches of 70 pixels,
   * cycle 10, identity 0.5 of it, a pool of 50, Adam 2e-4 with β₁ 0.5. The reference's rate falls
   * to 0 over the second half of training: {@link #withDecay}.
   */
  public static CycleGanOptions defaults() {
    return new CycleGanOptions(
        Domains.rgb(256),
        ResnetGenerator.of(9),
        PatchDiscriminator.of(Normalisation.INSTANCE),
        10,
        0.5,
        50,
        2e-4,
        Decay.none());
  }

  /** The same for RGB squares of this size: below 256 pixels with 6 blocks, as in the paper. */
  public CycleGanOptions withImageSize(int size) {
    int layers = discriminator.layers();
    while (layers > 1 && size < 3 << layers) {
      layers--;
    }
    PictureGenerator fitting =
        generator instanceof ResnetGenerator resnet
            ? new ResnetGenerator(
                resnet.filters(),
                size < 256 ? 6 : 9,
                resnet.norm(),
                resnet.noise(),
                resnet.upsampling())
            : generator;
    return new CycleGanOptions(
        domains.withSize(size, size),
        fitting,
        discriminator.withLayers(layers),
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same for these pictures. */
  public CycleGanOptions withDomains(Domains domains) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same with these networks. */
  public CycleGanOptions withNetworks(
      PictureGenerator generator, PatchDiscriminator discriminator) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same with these weights. */
  public CycleGanOptions withWeights(double cycleWeight, double identityWeight) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same with a pool of so many earlier fakes. */
  public CycleGanOptions withPoolSize(int poolSize) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same with this learning rate. */
  public CycleGanOptions withLearningRate(double learningRate) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }

  /** The same with this decay of the learning rate. */
  public CycleGanOptions withDecay(Decay decay) {
    return new CycleGanOptions(
        domains,
        generator,
        discriminator,
        cycleWeight,
        identityWeight,
        poolSize,
        learningRate,
        decay);
  }
}
