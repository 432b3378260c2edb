/**
 * Feature networks: all of them by name and by their files ({@link
 * org.atelier.features.Architectures}), those for distances between sets of pictures ({@link
 * org.atelier.features.FeatureNetworks}), and those of LPIPS ({@link
 * org.atelier.features.LpipsTrunk}). Each network has a package of its own.
 */
@NullMarked
package org.atelier.features;

import org.jspecify.annotations.NullMarked;
