/** ResNet-50 (He et al., arXiv:1512.03385) of torchvision. */
@NullMarked
package org.atelier.features.resnet;

import org.jspecify.annotations.NullMarked;
