/**
 * Small, openly licensed sample data sets, embedded in the jar.
 *
 * <p>Each data set is read on first access and cached by a soft reference. All except {@code
 * Sounds} are {@link org.atelier.data.source.PictureSource picture sources}: {@code images(size)}
 * returns training data. {@code Sounds} is a {@link org.atelier.sound.SoundSource}: {@code
 * spectrograms(logMel)} converts it to pictures. The sources and licences are listed in {@code
 * README.md} among this package's resources.
 */
@NullMarked
package org.atelier.datasets;

import org.jspecify.annotations.NullMarked;
