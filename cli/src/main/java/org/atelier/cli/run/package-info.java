/**
 * A training run on disk: its folder, its settings, and the options that all training commands
 * share.
 */
@NullMarked
package org.atelier.cli.run;

import org.jspecify.annotations.NullMarked;
