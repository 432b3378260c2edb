/**
 * Layers of neural networks, with PyTorch's semantics, parameter names and default initialisation.
 *
 * <p>A {@link org.atelier.nn.Layer} is a DJL block with one method, {@code write}, that appends
 * lines of TorchScript to a {@link org.atelier.nn.script.Script}; a whole tree of layers is
 * compiled to one native call. An {@link org.atelier.nn.Initialiser} draws the initial values of a
 * parameter.
 *
 * <p>Most layers have one input and one output. {@link org.atelier.nn.Concat} has several inputs,
 * {@link org.atelier.nn.Parallel} and {@link org.atelier.nn.Taps} have several outputs, and
 * containers pass conditioning inputs (labels) on to the layers that take them ({@link
 * org.atelier.nn.ConditionalBatchNorm2d}).
 *
 * <p>All layers of this package can be differentiated twice; for operations of a layer of your own
 * without a second derivative in libtorch (grid sampling), {@link org.atelier.engine.Gradients}
 * throws an exception that names the operation.
 */
@NullMarked
package org.atelier.nn;

import org.jspecify.annotations.NullMarked;
