/**
 * The VGG networks (Simonyan and Zisserman, arXiv:1409.1556) of torchvision, the normalised one of
 * pytorch-AdaIN, and the compressed one of Collaborative Distillation (Wang et al.,
 * arXiv:2003.08436).
 */
@NullMarked
package org.atelier.features.vgg;

import org.jspecify.annotations.NullMarked;
