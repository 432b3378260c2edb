/**
 * Style transfer by swapping patches of features (Chen and Schmidt, arXiv:1612.04337), decoded or
 * optimised.
 */
@NullMarked
package org.atelier.translation.style.swap;

import org.jspecify.annotations.NullMarked;
