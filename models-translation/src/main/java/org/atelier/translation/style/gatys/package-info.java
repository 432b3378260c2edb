/**
 * Style transfer by optimisation (Gatys, Ecker and Bethge, "Image style transfer using
 * convolutional neural networks", CVPR 2016, arXiv:1508.06576): the picture itself is changed until
 * the features of a frozen network have the content of one picture and the statistics of others.
 */
@NullMarked
package org.atelier.translation.style.gatys;

import org.jspecify.annotations.NullMarked;
