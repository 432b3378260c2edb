/**
 * Translation here and in PyTorch: the same recipe, pictures and budget, judged by one evaluator.
 * {@code benchmarks/run translation} drives these programs and those of {@code python/translation}.
 */
@NullMarked
package org.atelier.benchmarks.experiments.translation;

import org.jspecify.annotations.NullMarked;
