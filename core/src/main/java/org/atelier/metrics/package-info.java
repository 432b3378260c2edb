/**
 * How good pictures are, and how each number was computed.
 *
 * <p>Distances between sets of pictures ({@link org.atelier.metrics.sets.FrechetDistance}, {@link
 * org.atelier.metrics.sets.KernelDistance}, {@link org.atelier.metrics.sets.PrecisionRecall},
 * {@link org.atelier.metrics.sets.ClassifierScore}) work on the features of a {@link
 * org.atelier.metrics.FeatureNetwork}; {@link org.atelier.metrics.sets.Evaluation} computes them in
 * one pass. Comparisons of two pictures ({@link org.atelier.metrics.pairs.Psnr}, {@link
 * org.atelier.metrics.pairs.Ssim}, {@link org.atelier.metrics.pairs.MsSsim}, {@link
 * org.atelier.metrics.pairs.Lpips}) are {@link org.atelier.metrics.pairs.PairMetric}s.
 *
 * <p>The same weights score 10.2 or 13.2 FID under two protocols. So every {@link
 * org.atelier.metrics.Score} carries a {@link org.atelier.metrics.Fingerprint} of its protocol, and
 * two scores are compared only if their fingerprints are the same.
 */
@NullMarked
package org.atelier.metrics;

import org.jspecify.annotations.NullMarked;
