package org.atelier.datasets;

import org.atelier.random.CounterRandom;

/** A random texture: a base level, low-frequency variation and a little noise, of one sign. */
final class Texture {
  private static final int CELLS = 4;
  private static final double WAVES = 0.13;
  private static final double NOISE = 0.04;

  private Texture() {}

  /**
   * Draws the values of every pixel of a {@link Shapes} picture.
   *
   * @param darkest the lowest level
   * @param brightest the highest level
   * @param nearest the allowed value nearest to 0; its sign is the texture's
   */
  static float[] draw(CounterRandom random, double darkest, double brightest, double nearest) {
    double level = darkest + random.nextDouble() * (brightest - darkest);
    float[] knots = random.fork(0).gaussians((CELLS + 1) * (CELLS + 1));
    float[] noise = random.fork(1).gaussians(Shapes.SIZE * Shapes.SIZE);
    var values = new float[noise.length];
    for (int i = 0; i < values.length; i++) {
      double row = (i / Shapes.SIZE + 0.5) * CELLS / Shapes.SIZE;
      double column = (i % Shapes.SIZE + 0.5) * CELLS / Shapes.SIZE;
      double value = level + WAVES * between(knots, row, column) + NOISE * noise[i];
      double bounded = nearest < 0 ? Math.min(nearest, value) : Math.max(nearest, value);
      values[i] = (float) Math.max(-1, Math.min(1, bounded));
    }
    return values;
  }

  /** Interpolates bilinearly between the four knots around a position. */
  private static double between(float[] knots, double row, double column) {
    int top = (int) row;
    int left = (int) column;
    double down = row - top;
    double right = column - left;
    int knot = top * (CELLS + 1) + left;
    double upper = knots[knot] * (1 - right) + knots[knot + 1] * right;
    double lower = knots[knot + CELLS + 1] * (1 - right) + knots[knot + CELLS + 2] * right;
    return upper * (1 - down) + lower * down;
  }
}
