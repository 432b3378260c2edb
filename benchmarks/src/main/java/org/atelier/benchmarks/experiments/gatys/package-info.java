/** Style transfer by optimisation: results, times and memory, to compare with PyTorch. */
@NullMarked
package org.atelier.benchmarks.experiments.gatys;

import org.jspecify.annotations.NullMarked;
