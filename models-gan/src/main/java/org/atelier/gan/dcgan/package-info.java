/**
 * Radford, Metz and Chintala, "Unsupervised representation learning with deep convolutional
 * generative adversarial networks", arXiv:1511.06434, as pytorch/examples builds it.
 */
@NullMarked
package org.atelier.gan.dcgan;

import org.jspecify.annotations.NullMarked;
