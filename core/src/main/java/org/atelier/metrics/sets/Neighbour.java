package org.atelier.metrics.sets;

/**
 * A nearest neighbour of a sample.
 *
 * @param index index of the picture in the source
 * @param distance √(mean (aᵢ − bᵢ)²) of pixel values or features; 0 for equal pictures
 */
public record Neighbour(int index, double distance) {}
