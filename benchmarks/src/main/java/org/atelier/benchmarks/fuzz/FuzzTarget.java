package org.atelier.benchmarks.fuzz;

import java.util.Set;

/**
 * A reader of untrusted files.
 *
 * @param name its name on the command line, and of its folder of seed files
 * @param mutator makes inputs from seed files
 * @param documented the exceptions that its documentation names for bad files
 * @param parser reads an input
 */
record FuzzTarget(
    String name, Mutator mutator, Set<Class<? extends Exception>> documented, Parser parser) {
  /** Reads an input as a file. */
  @FunctionalInterface
  interface Parser {
    /** Returns if the input is a valid file, and throws a documented exception if it is none. */
    void parse(byte[] input) throws Exception;
  }

  FuzzTarget {
    documented = Set.copyOf(documented);
  }
}
