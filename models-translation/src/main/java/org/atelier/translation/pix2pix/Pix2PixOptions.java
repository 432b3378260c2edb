package org.atelier.translation.pix2pix;

import org.atelier.options.OptionChecks;
import org.atelier.translation.AdversarialObjective;
import org.atelier.translation.Decay;
import org.atelier.translation.Domains;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.UnetGenerator;

/**
 * What a {@link Pix2Pix} is built with.
 *
 * @param domains the pictures; several input channels are label maps, one channel a class
 * @param generator the network that makes pictures
 * @param discriminator the network that judges pairs
 * @param objective the adversarial loss
 * @param l1Weight λ of the distance to the truth
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param decay of the learning rate
 */
public record Pix2PixOptions(
    Domains domains,
    PictureGenerator generator,
    PatchDiscriminator discriminator,
    AdversarialObjective objective,
    double l1Weight,
    double learningRate,
    double beta1,
    Decay decay) {
  /** Checks every value, and that the networks fit the pictures. */
  public Pix2PixOptions {
    generator.expectFits(domains.height(), domains.width());
    discriminator.expectFits(domains.height(), domains.width());
    if (objective == AdversarialObjective.WGAN_GP && discriminator.norm().mixesBatch()) {
      throw new IllegalArgumentException(
          "A critic with a gradient penalty must have no batch norm, which lets a score depend on"
              + " other pictures; take withDiscriminator(….withNorm(Normalisation.INSTANCE))");
    }
    OptionChecks.notNegative("l1Weight", l1Weight);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
  }

  /**
   * As the paper: a U-Net that halves 256 pixels eight times, with batch norm (in evaluation over
   * each picture, as its authors test) and dropout as noise; patches of 70 pixels; cross-entropy
   * and 100 times L1; Adam 2e-4 with β₁ 0.5.
   */
  public static Pix2PixOptions defaults() {
    return new Pix2PixOptions(
        Domains.rgb(256),
        UnetGenerator.of(8),
        PatchDiscriminator.of(Normalisation.BATCH),
        AdversarialObjective.VANILLA,
        100,
        2e-4,
        0.5,
        Decay.none());
  }

  /**
   * The same for RGB squares of this size, with a U-Net as deep as they allow, at most 8, and
   * patches no larger than they are.
   *
   * @param size a multiple of 4
   */
  public Pix2PixOptions withImageSize(int size) {
    if (size < 4 || size % 4 != 0) {
      throw new IllegalArgumentException("size must be a multiple of 4, but was " + size);
    }
    int depth = Math.min(8, Integer.numberOfTrailingZeros(size));
    int layers = discriminator.layers();
    while (layers > 1 && size < 3 << layers) {
      layers--;
    }
    PictureGenerator fitting =
        generator instanceof UnetGenerator unet ? unet.withDepth(depth) : generator;
    return new Pix2PixOptions(
        domains.withSize(size, size),
        fitting,
        discriminator.withLayers(layers),
        objective,
        l1Weight,
        learningRate,
        beta1,
        decay);
  }

  /** The same for these pictures. */
  public Pix2PixOptions withDomains(Domains domains) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same for these pictures, with this generator. */
  public Pix2PixOptions withGenerator(Domains domains, PictureGenerator generator) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this generator. */
  public Pix2PixOptions withGenerator(PictureGenerator generator) {
    return withGenerator(domains, generator);
  }

  /** The same with this discriminator. */
  public Pix2PixOptions withDiscriminator(PatchDiscriminator discriminator) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this adversarial loss. */
  public Pix2PixOptions withObjective(AdversarialObjective objective) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this λ of L1. */
  public Pix2PixOptions withL1Weight(double l1Weight) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this learning rate. */
  public Pix2PixOptions withLearningRate(double learningRate) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this β₁ of Adam. */
  public Pix2PixOptions withBeta1(double beta1) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }

  /** The same with this decay of the learning rate. */
  public Pix2PixOptions withDecay(Decay decay) {
    return new Pix2PixOptions(
        domains, generator, discriminator, objective, l1Weight, learningRate, beta1, decay);
  }
}
