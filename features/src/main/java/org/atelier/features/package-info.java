/**
 * A feature network that comes with its weights: MobileNetV2, for perceptual losses ({@link
 * org.atelier.features.MobileNetV2}'s taps) and for distances between sets of pictures ({@link
 * org.atelier.features.FeatureNetworks}).
 */
@NullMarked
package org.atelier.features;

import org.jspecify.annotations.NullMarked;
