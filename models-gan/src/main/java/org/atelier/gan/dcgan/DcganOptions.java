package org.atelier.gan.dcgan;

import java.util.Set;

/**
 * What a {@link Dcgan} is built with.
 *
 * @param imageSize side of the square pictures in pixels: 28, 32, 64 or 128
 * @param channels 1 (grey) or 3 (RGB)
 * @param latentSize numbers that a picture is made from
 * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
 * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
 * @param learningRate of Adam, for both networks
 * @param beta1 of Adam
 * @param averageDecay memory of the generator's moving average, from which samples are drawn; 0 for
 *     none
 */
public record DcganOptions(
    int imageSize,
    int channels,
    int latentSize,
    int generatorFilters,
    int discriminatorFilters,
    double learningRate,
    double beta1,
    double averageDecay) {
  private static final Set<Integer> SIZES = Set.of(28, 32, 64, 128);

  /** Checks every value. */
  public DcganOptions {
    if (!SIZES.contains(imageSize)) {
      throw new IllegalArgumentException(
          "imageSize must be 28, 32, 64 or 128, but was " + imageSize);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (RGB), but was " + channels);
    }
    atLeastOne("latentSize", latentSize);
    atLeastOne("generatorFilters", generatorFilters);
    atLeastOne("discriminatorFilters", discriminatorFilters);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and finite, but was " + learningRate);
    }
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException("beta1 must be in [0, 1), but was " + beta1);
    }
    if (!(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException("averageDecay must be in [0, 1), but was " + averageDecay);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  /** As in pytorch/examples: 64×64 RGB, latent 100, 64 filters, Adam 2e-4 with β₁ 0.5. */
  public static DcganOptions defaults() {
    return new DcganOptions(64, 3, 100, 64, 64, 2e-4, 0.5, 0);
  }

  /** The same for pictures of this size. */
  public DcganOptions withImageSize(int imageSize) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same for pictures of so many channels. */
  public DcganOptions withChannels(int channels) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same with latents of this size. */
  public DcganOptions withLatentSize(int latentSize) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same with so many filters in the generator and in the discriminator. */
  public DcganOptions withFilters(int generator, int discriminator) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generator,
        discriminator,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same with this learning rate. */
  public DcganOptions withLearningRate(double learningRate) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same with this β₁ of Adam. */
  public DcganOptions withBeta1(double beta1) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }

  /** The same with this memory of the generator's moving average. */
  public DcganOptions withAverageDecay(double averageDecay) {
    return new DcganOptions(
        imageSize,
        channels,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        averageDecay);
  }
}
