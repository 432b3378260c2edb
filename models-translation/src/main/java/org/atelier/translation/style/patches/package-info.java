/**
 * Style by texture regions of the pictures themselves: each patch of the content is replaced by the
 * most similar patch of the style, coarse to fine, without any network. The score that lets every
 * patch of the style be used is that of Granot, Feinstein, Shocher, Bagon and Irani, "Drop the GAN:
 * in defense of patches nearest neighbors as single image generative models", arXiv:2103.15545; the
 * repeated replacement and averaging is that of Elad and Milanfar, "Style transfer via texture
 * synthesis", arXiv:1609.03057.
 */
@NullMarked
package org.atelier.translation.style.patches;

import org.jspecify.annotations.NullMarked;
