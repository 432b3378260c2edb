/** Trained models that {@code --model} names, and their inputs. */
@NullMarked
package org.atelier.cli.model;

import org.jspecify.annotations.NullMarked;
