/**
 * Style transfer by statistics of features, level by level and without training: whitening and
 * colouring (WCT; Li et al., arXiv:1705.08086), optimal transport, or means and deviations, between
 * encoders and their decoders.
 */
@NullMarked
package org.atelier.translation.style.wct;

import org.jspecify.annotations.NullMarked;
