/**
 * Inception v3 (Szegedy et al., arXiv:1512.00567): torchvision's, and that with which FID was
 * published.
 */
@NullMarked
package org.atelier.features.inception;

import org.jspecify.annotations.NullMarked;
