package org.atelier.metrics.sets;

/**
 * A picture that is near another.
 *
 * @param index its number in the source
 * @param distance between the two, √(mean (aᵢ − bᵢ)²) of their values or features; 0 for the same
 */
public record Neighbour(int index, double distance) {}
