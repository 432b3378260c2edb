/**
 * What the benchmarks run on the Java side: the workers that the driver compares with PyTorch, the
 * growth of memory, the time spent waiting for data, and the overhead of calls.
 */
@NullMarked
package org.atelier.benchmarks;

import org.jspecify.annotations.NullMarked;
