package org.atelier.latent;

/** Interpolation between two latents. */
public enum Interpolation {
  /**
   * Linear interpolation, (1 − t)·a + t·b. The midpoint of two standard normal latents has a
   * smaller norm than almost any sample of the prior, so pictures there may look washed out.
   */
  LINEAR {
    @Override
    Latent inside(Latent a, Latent b, double t) {
      return a.combined(1 - t, b, t);
    }
  },

  /**
   * Spherical linear interpolation along a great circle (Shoemake 1985; for latents White,
   * arXiv:1609.04468), with Ω the angle between a and b:
   *
   * <pre>
   * sin((1 − t)Ω) / sin Ω · a + sin(tΩ) / sin Ω · b
   * </pre>
   *
   * <p>Preserves the norm if both latents have the same. Falls back to linear interpolation if the
   * great circle is not unique (the angle is 0 or π to within 1e-6, or a latent is 0).
   */
  SLERP {
    @Override
    Latent inside(Latent a, Latent b, double t) {
      double cosine = a.dot(b) / (a.length() * b.length());
      double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
      double sine = Math.sin(angle);
      // NaN if a latent is 0.
      if (!(sine > 1e-6)) {
        return LINEAR.inside(a, b, t);
      }
      return a.combined(Math.sin((1 - t) * angle) / sine, b, Math.sin(t * angle) / sine);
    }
  };

  /**
   * Interpolates between two latents.
   *
   * @param a the latent at t = 0
   * @param b the latent at t = 1, of the same size
   * @param t in [0, 1]; 0 returns exactly {@code a}, 1 exactly {@code b}
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
