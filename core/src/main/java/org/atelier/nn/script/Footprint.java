package org.atelier.nn.script;

/**
 * The sizes of a network's arrays for inputs of given shapes, computed from shapes alone: no array
 * is created. Counts are doubles, since those of absurd options exceed a long.
 *
 * @param parameters the number of values of all parameters and buffers
 * @param largestParameter the name of the largest parameter or buffer; empty if there are none
 * @param largestParameterSize the number of its values
 * @param largestResult the number of values of the largest result of a line: the least memory that
 *     one pass through the network takes
 * @param kept the number of values of all results that no activation overwrites: about what a
 *     recorded pass keeps for its derivative
 */
public record Footprint(
    double parameters,
    String largestParameter,
    double largestParameterSize,
    double largestResult,
    double kept) {}
