/**
 * A training run on the disk: its folder, its settings, and the options that every training command
 * has.
 */
@NullMarked
package org.atelier.cli.run;

import org.jspecify.annotations.NullMarked;
