/** Dreams beside PyTorch; see {@code benchmarks/python/dream}. */
@NullMarked
package org.atelier.benchmarks.experiments.dream;

import org.jspecify.annotations.NullMarked;
