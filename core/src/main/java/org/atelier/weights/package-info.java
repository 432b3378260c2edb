/** Weights files: safetensors and PyTorch checkpoints, read with bounded memory, never executed. */
@NullMarked
package org.atelier.weights;

import org.jspecify.annotations.NullMarked;
