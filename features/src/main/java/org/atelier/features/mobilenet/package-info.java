/**
 * MobileNetV2 (Sandler et al., arXiv:1801.04381): the one with bundled weights, and torchvision's.
 */
@NullMarked
package org.atelier.features.mobilenet;

import org.jspecify.annotations.NullMarked;
