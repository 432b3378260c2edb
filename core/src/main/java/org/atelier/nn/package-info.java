/**
 * The layers of which networks are made.
 *
 * <p>A {@link org.atelier.nn.Layer} is a DJL block with one method, {@code write}, that puts lines
 * of TorchScript into a {@link org.atelier.nn.script.Script}; a whole tree of layers becomes one
 * native call. {@link org.atelier.nn.Initialiser} draws first values.
 *
 * <p>Most layers take one value and give one. {@link org.atelier.nn.Concat} takes several, {@link
 * org.atelier.nn.Parallel} and {@link org.atelier.nn.Taps} give several, and labels go through the
 * containers to the layers that ask for them ({@link org.atelier.nn.ConditionalBatchNorm2d}).
 *
 * <p>All layers here can be differentiated twice; where libtorch cannot (grid sampling), {@link
 * org.atelier.engine.Gradients} says so.
 */
@NullMarked
package org.atelier.nn;

import org.jspecify.annotations.NullMarked;
