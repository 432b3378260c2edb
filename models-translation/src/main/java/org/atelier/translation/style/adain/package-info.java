/**
 * Huang and Belongie, "Arbitrary style transfer in real-time with adaptive instance normalization",
 * arXiv:1703.06868.
 */
@NullMarked
package org.atelier.translation.style.adain;

import org.jspecify.annotations.NullMarked;
