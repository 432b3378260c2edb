package org.atelier.data;

/**
 * An example that could not be read and was replaced by another.
 *
 * @param index its index in the training data
 * @param reason why it could not be read; names its file
 */
public record SkippedExample(int index, String reason) {}
