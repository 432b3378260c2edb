/**
 * Zhu et al., "Unpaired image-to-image translation using cycle-consistent adversarial networks",
 * arXiv:1703.10593.
 */
@NullMarked
package org.atelier.translation.cyclegan;

import org.jspecify.annotations.NullMarked;
