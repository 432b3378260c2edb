package org.atelier.translation.cyclegan;

import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.ResnetGenerator;

/**
 * The options of a {@link CycleGan}.
 *
 * @param domains the sizes of the pictures of A and B; height and width are equal
 * @param generator the architecture of G_A and G_B
 * @param discriminator the architecture of D_A and D_B
 * @param losses the adversarial loss and the weights of the other losses
 * @param poolSize capacity of each image pool: the number of earlier fakes that a discriminator may
 *     be trained with again; 0 for the latest fakes only
 * @param optimizer the optimizer of all networks
 */
public record CycleGanOptions(
    Domains domains,
    PictureGenerator generator,
    PatchDiscriminator discriminator,
    Losses losses,
    int poolSize,
    Adam optimizer) {
  /**
   * The losses.
   *
   * @param ganMode the adversarial loss
   * @param lambdaA λ_A, the weight of the cycle-consistency loss A → B → A
   * @param lambdaB λ_B, the weight of the cycle-consistency loss B → A → B
   * @param lambdaIdentity λ_idt, the weight of the identity losses relative to λ_A and λ_B; 0 for
   *     none
   */
  public record Losses(GanMode ganMode, double lambdaA, double lambdaB, double lambdaIdentity) {
    /** Checks every weight. */
    public Losses {
      OptionChecks.notNegative("lambdaA", lambdaA);
      OptionChecks.notNegative("lambdaB", lambdaB);
      OptionChecks.notNegative("lambdaIdentity", lambdaIdentity);
    }

    /** As in the reference: least squares, λ_A = λ_B = 10, λ_idt = 0.5. */
    public static Losses defaults() {
      return new Losses(GanMode.LSGAN, 10, 10, 0.5);
    }

    /** Returns a copy with this adversarial loss. */
    public Losses withGanMode(GanMode ganMode) {
      return new Losses(ganMode, lambdaA, lambdaB, lambdaIdentity);
    }

    /** Returns a copy with this weight of the cycle-consistency loss A → B → A, at least 0. */
    public Losses withLambdaA(double lambdaA) {
      return new Losses(ganMode, lambdaA, lambdaB, lambdaIdentity);
    }

    /** Returns a copy with this weight of the cycle-consistency loss B → A → B, at least 0. */
    public Losses withLambdaB(double lambdaB) {
      return new Losses(ganMode, lambdaA, lambdaB, lambdaIdentity);
    }

    /** Returns a copy with this weight of the identity losses relative to λ_A and λ_B. */
    public Losses withLambdaIdentity(double lambdaIdentity) {
      return new Losses(ganMode, lambdaA, lambdaB, lambdaIdentity);
    }
  }

  /** Checks every value, and that the networks fit the pictures. */
  public CycleGanOptions {
    domains.expectOneSize();
    generator.expectFits(domains.a().height(), domains.a().width());
    discriminator.expectFits(domains.a().height(), domains.a().width());
    losses.ganMode().expectFits(discriminator);
    if (losses.lambdaIdentity() > 0 && domains.a().channels() != domains.b().channels()) {
      throw new IllegalArgumentException(
          "The identity loss expects domains of equal channels, but A has %s and B %s; set lambdaIdentity to 0"
              .formatted(domains.a().channels(), domains.b().channels()));
    }
    OptionChecks.atLeast(0, "poolSize", poolSize);
  }

  /**
   * As in the reference: 256 pixels, ResNets of 9 blocks with instance norm, a receptive field of
   * 70 pixels, {@linkplain Losses#defaults() its losses}, a pool of 50, Adam with learning rate
   * 2e-4 and β₁ 0.5. The reference's learning rate decays linearly to 0 over the second half of
   * training: give Adam such a {@link org.atelier.optim.Schedule}.
   */
  public static CycleGanOptions defaults() {
    return new CycleGanOptions(
        Domains.rgb(256),
        ResnetGenerator.of(9),
        PatchDiscriminator.of(Normalisation.INSTANCE),
        Losses.defaults(),
        50,
        Adam.of(2e-4, 0.5));
  }

  /**
   * Returns a copy for square pictures of this size, with networks adapted to it: ResNets get 6
   * blocks below 256 pixels and 9 otherwise, as in the paper, and discriminators at most as many
   * layers as the size allows.
   *
   * @param size in pixels, a multiple of what the generator expects
   */
  public CycleGanOptions withImageSize(int size) {
    return new CycleGanOptions(
        domains.withSize(size),
        generator instanceof ResnetGenerator resnet
            ? resnet.withBlocks(size < 256 ? 6 : 9)
            : generator,
        discriminator.atMostFor(size),
        losses,
        poolSize,
        optimizer);
  }

  /** Returns a copy with these domains. */
  public CycleGanOptions withDomains(Domains domains) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }

  /** Returns a copy with this architecture of both generators. */
  public CycleGanOptions withGenerator(PictureGenerator generator) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }

  /** Returns a copy with this architecture of both discriminators. */
  public CycleGanOptions withDiscriminator(PatchDiscriminator discriminator) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }

  /** Returns a copy with these losses. */
  public CycleGanOptions withLosses(Losses losses) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }

  /** Returns a copy with image pools of this capacity, at least 0. */
  public CycleGanOptions withPoolSize(int poolSize) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public CycleGanOptions withOptimizer(Adam optimizer) {
    return new CycleGanOptions(domains, generator, discriminator, losses, poolSize, optimizer);
  }
}
