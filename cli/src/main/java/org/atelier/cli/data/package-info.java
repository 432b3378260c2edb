/**
 * The data that {@code --data} names: embedded sets and folders, their classes, and how they are
 * split.
 */
@NullMarked
package org.atelier.cli.data;

import org.jspecify.annotations.NullMarked;
