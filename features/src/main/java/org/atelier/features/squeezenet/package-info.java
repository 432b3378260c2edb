/** SqueezeNet 1.1 (Iandola et al., arXiv:1602.07360) of torchvision. */
@NullMarked
package org.atelier.features.squeezenet;

import org.jspecify.annotations.NullMarked;
