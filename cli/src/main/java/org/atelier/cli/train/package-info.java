/** What all training commands share. */
@NullMarked
package org.atelier.cli.train;

import org.jspecify.annotations.NullMarked;
