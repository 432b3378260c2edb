package org.atelier.gan;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * The hidden layers of two multilayer perceptrons.
 *
 * @param generator units of each hidden layer, from the latents on
 * @param discriminator units of each hidden layer, from the picture on
 */
public record Widths(List<Integer> generator, List<Integer> discriminator) {
  /** Copies and checks the lists. */
  public Widths {
    generator = checked("generator", generator);
    discriminator = checked("discriminator", discriminator);
  }

  private static List<Integer> checked(String name, List<Integer> widths) {
    if (widths.isEmpty()) {
      throw new IllegalArgumentException("The " + name + " must have at least one hidden layer");
    }
    widths.forEach(width -> OptionChecks.atLeast(1, "a width of the " + name, width));
    return List.copyOf(widths);
  }

  /** As PyTorch-GAN: 128, 256, 512, 1024 and 512, 256. */
  public static Widths defaults() {
    return new Widths(List.of(128, 256, 512, 1024), List.of(512, 256));
  }
}
