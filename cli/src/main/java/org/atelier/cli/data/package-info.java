/**
 * The data that {@code --data} names: embedded data sets and folders, their classes, and splits for
 * training and evaluation.
 */
@NullMarked
package org.atelier.cli.data;

import org.jspecify.annotations.NullMarked;
