package org.atelier.translation;

import ai.djl.ndarray.types.Shape;

/**
 * The two domains of a model that translates.
 *
 * @param a domain A: the input of pix2pix, of CycleGAN's G_A and of DiscoGAN's generator_B
 * @param b domain B: their output
 */
public record Domains(Domain a, Domain b) {
  /** Square RGB pictures in both domains. */
  public static Domains rgb(int size) {
    return new Domains(Domain.rgb(size), Domain.rgb(size));
  }

  /** Returns a copy with this domain A. */
  public Domains withA(Domain a) {
    return new Domains(a, b);
  }

  /** Returns a copy with this domain B. */
  public Domains withB(Domain b) {
    return new Domains(a, b);
  }

  /** Returns a copy with square pictures of this size, in pixels, in both domains. */
  public Domains withSize(int size) {
    return new Domains(new Domain(a.channels(), size, size), new Domain(b.channels(), size, size));
  }

  /**
   * The shape of pictures of A and B concatenated along the channel axis.
   *
   * @return (C_A + C_B, H, W)
   */
  public Shape concatenated() {
    return new Shape(a.channels() + b.channels(), b.height(), b.width());
  }

  /**
   * Checks that pictures of both domains have one size.
   *
   * @throws IllegalArgumentException if they have not
   */
  public void expectOneSize() {
    if (a.height() != b.height() || a.width() != b.width()) {
      throw new IllegalArgumentException(
          "Expected domains of one size in pixels, but A has %s×%s and B %s×%s; scale one of them"
              .formatted(a.width(), a.height(), b.width(), b.height()));
    }
  }
}
