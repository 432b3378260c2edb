/**
 * Layers that write native code.
 *
 * <p>A {@link org.atelier.nn.Layer} is a DJL block with one method, {@code write}, that puts lines
 * of TorchScript into a {@link org.atelier.nn.Script}; a whole tree of layers becomes one native
 * call.
 */
@NullMarked
package org.atelier.nn;

import org.jspecify.annotations.NullMarked;
