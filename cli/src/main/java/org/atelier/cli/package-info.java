/**
 * The command line: {@link org.atelier.cli.Atelier} and the list of its training commands; each
 * package below holds the commands of one task.
 *
 * <p>Commands validate their arguments before they write anything, and exit with 0 (done), 1
 * (failed) or 2 (wrong usage).
 */
@NullMarked
package org.atelier.cli;

import org.jspecify.annotations.NullMarked;
