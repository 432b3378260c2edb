/**
 * Feature networks: MobileNetV2 with bundled weights, for perceptual losses (the taps of {@link
 * org.atelier.features.MobileNetV2}) and for distances between sets of pictures, and Inception v3
 * for the latter ({@link org.atelier.features.FeatureNetworks}).
 */
@NullMarked
package org.atelier.features;

import org.jspecify.annotations.NullMarked;
