/** Runs the mains of the module examples by their names. */
@NullMarked
package org.atelier.cli.example;

import org.jspecify.annotations.NullMarked;
