/**
 * Style transfer through levels of features: pictures, times, and values to compare with PyTorch.
 */
@NullMarked
package org.atelier.benchmarks.experiments.style;

import org.jspecify.annotations.NullMarked;
