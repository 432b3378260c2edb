/** Trained models that {@code --model} names, and what they are given. */
@NullMarked
package org.atelier.cli.model;

import org.jspecify.annotations.NullMarked;
