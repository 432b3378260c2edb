/** Weights as data: safetensors and PyTorch checkpoints, read with bounds and never executed. */
@NullMarked
package org.atelier.weights;

import org.jspecify.annotations.NullMarked;
