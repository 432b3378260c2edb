package org.atelier.latent;

/** The way from one latent to another. */
public enum Interpolation {
  /**
   * The straight line, (1 − t)·a + t·b. Halfway between two normal latents it is shorter than
   * almost any normal latent, so pictures there may look washed out.
   */
  LINEAR {
    @Override
    Latent inside(Latent a, Latent b, double t) {
      return a.combined(1 - t, b, t);
    }
  },

  /**
   * The great circle (Shoemake 1985; for latents White, arXiv:1609.04468), with Ω the angle between
   * a and b:
   *
   * <pre>
   * sin((1 − t)Ω) / sin Ω · a + sin(tΩ) / sin Ω · b
   * </pre>
   *
   * <p>It keeps the length of latents of one length. Where there is no one great circle (the angle
   * is 0 or π within a millionth, or a latent is 0) it is the straight line.
   */
  SLERP {
    @Override
    Latent inside(Latent a, Latent b, double t) {
      double cosine = a.dot(b) / (a.length() * b.length());
      double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
      double sine = Math.sin(angle);
      // Not a number where a latent is 0.
      if (!(sine > 1e-6)) {
        return LINEAR.inside(a, b, t);
      }
      return a.combined(Math.sin((1 - t) * angle) / sine, b, Math.sin(t * angle) / sine);
    }
  };

  /**
   * The latent at {@code t} of the way.
   *
   * @param t in [0, 1]: exactly {@code a} at 0, exactly {@code b} at 1
   * @throws IllegalArgumentException if {@code t} is out of range or the sizes differ
   */
  public final Latent between(Latent a, Latent b, double t) {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("t must be in [0, 1], but was " + t);
    }
    if (a.size() == b.size() && (t == 0 || t == 1)) {
      return t == 0 ? a : b;
    }
    return inside(a, b, t);
  }

  abstract Latent inside(Latent a, Latent b, double t);
}
