/**
 * Metrics of generated pictures, and the protocols by which they are computed.
 *
 * <p>Metrics of sets of pictures ({@link org.atelier.metrics.sets.FrechetDistance}, {@link
 * org.atelier.metrics.sets.KernelDistance}, {@link org.atelier.metrics.sets.PrecisionRecall},
 * {@link org.atelier.metrics.sets.ClassifierScore}) compare the features of a {@link
 * org.atelier.metrics.FeatureNetwork}; {@link org.atelier.metrics.sets.Evaluation} computes them in
 * one pass. Metrics of a picture and its reference ({@link org.atelier.metrics.pairs.Psnr}, {@link
 * org.atelier.metrics.pairs.Ssim}, {@link org.atelier.metrics.pairs.MsSsim}, {@link
 * org.atelier.metrics.pairs.Lpips}) are {@link org.atelier.metrics.pairs.PairMetric}s.
 *
 * <p>The FID of the same weights may be 10.2 or 13.2 under two protocols. Therefore every {@link
 * org.atelier.metrics.Score} carries a {@link org.atelier.metrics.Fingerprint} of its protocol, and
 * two scores are compared only if their fingerprints are equal.
 */
@NullMarked
package org.atelier.metrics;

import org.jspecify.annotations.NullMarked;
