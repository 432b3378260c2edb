/** The command that runs the programs of the module examples by name. */
@NullMarked
package org.atelier.cli.example;

import org.jspecify.annotations.NullMarked;
