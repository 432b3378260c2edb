/**
 * The commands of {@code ./atelier}, each a plain main that also runs from an IDE: one for each
 * model such as {@link org.atelier.examples.TrainDcgan}, {@link org.atelier.examples.Sample},
 * {@link org.atelier.examples.ListRuns}, and {@link org.atelier.examples.Atelier} above them.
 *
 * <p>They check everything they are given before they write anything, and end with 0 (done), 1
 * (failed) or 2 (wrong usage).
 */
@NullMarked
package org.atelier.examples;

import org.jspecify.annotations.NullMarked;
