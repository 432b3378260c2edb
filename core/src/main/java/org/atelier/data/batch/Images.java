package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/**
 * A batch of pictures.
 *
 * @param images (N, C, H, W), float32 in [-1, 1]
 */
public record Images(NDArray images) implements ImageBatch {}
