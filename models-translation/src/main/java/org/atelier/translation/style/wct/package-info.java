/**
 * Whitening and colouring transforms (WCT; Li et al., arXiv:1705.08086) with the compressed VGG-19
 * of Collaborative Distillation.
 */
@NullMarked
package org.atelier.translation.style.wct;

import org.jspecify.annotations.NullMarked;
