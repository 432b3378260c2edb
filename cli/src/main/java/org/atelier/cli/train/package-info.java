/** The base class, options and reports that all training commands share. */
@NullMarked
package org.atelier.cli.train;

import org.jspecify.annotations.NullMarked;
