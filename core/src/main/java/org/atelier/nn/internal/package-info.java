/**
 * What layers share and nobody else should use: checks of options and shapes, and the two ways to
 * compute a convolution other than libtorch's own.
 */
@NullMarked
package org.atelier.nn.internal;

import org.jspecify.annotations.NullMarked;
