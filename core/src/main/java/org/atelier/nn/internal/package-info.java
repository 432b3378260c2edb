/**
 * Internals of the layers, not part of the public API: checks of options and shapes, and two
 * alternatives to libtorch's convolution, im2col and Winograd.
 */
@NullMarked
package org.atelier.nn.internal;

import org.jspecify.annotations.NullMarked;
