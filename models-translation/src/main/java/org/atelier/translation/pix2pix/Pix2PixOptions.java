package org.atelier.translation.pix2pix;

import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.UnetGenerator;

/**
 * The options of a {@link Pix2Pix}.
 *
 * @param domains the sizes of the pictures of A and B; height and width are equal. An A of neither
 *     1 nor 3 channels is one-hot class maps, one channel per class
 * @param generator the architecture of G
 * @param discriminator the architecture of D
 * @param ganMode the adversarial loss
 * @param lambdaL1 λ_L1, the weight of the L1 loss
 * @param optimizer the optimizer of both networks
 */
public record Pix2PixOptions(
    Domains domains,
    PictureGenerator generator,
    PatchDiscriminator discriminator,
    GanMode ganMode,
    double lambdaL1,
    Adam optimizer) {
  private static final int DEEPEST = 8;

  /** Checks every value, and that the networks fit the pictures. */
  public Pix2PixOptions {
    domains.expectOneSize();
    generator.expectFits(domains.a().height(), domains.a().width());
    discriminator.expectFits(domains.a().height(), domains.a().width());
    ganMode.expectFits(discriminator);
    OptionChecks.notNegative("lambdaL1", lambdaL1);
  }

  /**
   * As in the paper: 256 pixels; a U-Net of depth 8 with batch norm that evaluates by each
   * picture's own statistics, and dropout in training and evaluation; a receptive field of 70
   * pixels; cross-entropy and 100 times L1; Adam with learning rate 2e-4 and β₁ 0.5.
   */
  public static Pix2PixOptions defaults() {
    return new Pix2PixOptions(
        Domains.rgb(256),
        UnetGenerator.of(DEEPEST),
        PatchDiscriminator.of(Normalisation.BATCH),
        GanMode.VANILLA,
        100,
        Adam.of(2e-4, 0.5));
  }

  /**
   * Returns a copy for square pictures of this size, with networks adapted to it: U-Nets get the
   * depth that the size allows, at most 8, and the discriminator at most as many layers as it
   * allows.
   *
   * @param size in pixels, a multiple of 4
   */
  public Pix2PixOptions withImageSize(int size) {
    if (size < 4 || size % 4 != 0) {
      throw new IllegalArgumentException("size must be a multiple of 4, but was " + size);
    }
    int depth = Math.min(DEEPEST, Integer.numberOfTrailingZeros(size));
    return new Pix2PixOptions(
        domains.withSize(size),
        generator instanceof UnetGenerator unet ? unet.withDepth(depth) : generator,
        discriminator.atMostFor(size),
        ganMode,
        lambdaL1,
        optimizer);
  }

  /** Returns a copy with these domains. */
  public Pix2PixOptions withDomains(Domains domains) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }

  /** Returns a copy with this architecture of the generator. */
  public Pix2PixOptions withGenerator(PictureGenerator generator) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }

  /** Returns a copy with this architecture of the discriminator. */
  public Pix2PixOptions withDiscriminator(PatchDiscriminator discriminator) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }

  /** Returns a copy with this adversarial loss. */
  public Pix2PixOptions withGanMode(GanMode ganMode) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }

  /** Returns a copy with this weight of the L1 loss, at least 0. */
  public Pix2PixOptions withLambdaL1(double lambdaL1) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public Pix2PixOptions withOptimizer(Adam optimizer) {
    return new Pix2PixOptions(domains, generator, discriminator, ganMode, lambdaL1, optimizer);
  }
}
