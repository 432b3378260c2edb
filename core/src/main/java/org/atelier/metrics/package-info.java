/**
 * How good pictures are, and how each number was computed.
 *
 * <p>Distances between sets of pictures ({@link org.atelier.metrics.FrechetDistance}, {@link
 * org.atelier.metrics.KernelDistance}, {@link org.atelier.metrics.PrecisionRecall}, {@link
 * org.atelier.metrics.ClassifierScore}) work on the features of a {@link
 * org.atelier.metrics.FeatureNetwork}; {@link org.atelier.metrics.Evaluation} computes them in one
 * pass. Comparisons of two pictures ({@link org.atelier.metrics.Psnr}, {@link
 * org.atelier.metrics.Ssim}, {@link org.atelier.metrics.MsSsim}, {@link org.atelier.metrics.Lpips})
 * are {@link org.atelier.metrics.PairMetric}s.
 *
 * <p>The same weights score 10.2 or 13.2 FID under two protocols. So every {@link
 * org.atelier.metrics.Score} carries a {@link org.atelier.metrics.Fingerprint} of its protocol, and
 * two scores are compared only if their fingerprints are the same.
 */
@NullMarked
package org.atelier.metrics;

import org.jspecify.annotations.NullMarked;
