package org.atelier.benchmarks.fuzz;

import java.util.SplittableRandom;

/** Makes an input from a seed file. */
@FunctionalInterface
interface Mutator {
  /**
   * Returns a changed copy of a seed file.
   *
   * @param seed the file; not changed
   * @param other another seed file of the same target, for splices
   * @param random all that the result may depend on besides the files
   */
  byte[] mutate(byte[] seed, byte[] other, SplittableRandom random);
}
