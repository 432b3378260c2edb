/**
 * The published weights that the project knows, where each can be had, and how a copy is verified.
 * Nothing is downloaded unless it is asked for, and no file is given out that was not verified.
 */
@NullMarked
package org.atelier.weights.catalogue;

import org.jspecify.annotations.NullMarked;
