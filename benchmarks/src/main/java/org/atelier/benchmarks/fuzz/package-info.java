/**
 * A mutation fuzzer of every reader of untrusted files: {@code benchmarks/fuzz TARGET}. Inputs are
 * a function of a seed and their number, so that any of them can be made again.
 */
@NullMarked
package org.atelier.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
