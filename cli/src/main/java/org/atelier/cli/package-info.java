/**
 * The commands of {@code ./atelier}, each a plain main that also runs from an IDE: one for each
 * model such as {@link org.atelier.cli.TrainDcgan}, {@link org.atelier.cli.Sample}, {@link
 * org.atelier.cli.ListRuns}, and {@link org.atelier.cli.Atelier} above them.
 *
 * <p>They check everything they are given before they write anything, and end with 0 (done), 1
 * (failed) or 2 (wrong usage).
 */
@NullMarked
package org.atelier.cli;

import org.jspecify.annotations.NullMarked;
