/**
 * Small, licensed sample data that comes with the library: no download.
 *
 * <p>Each set is read from the jar when it is first asked for, and kept until memory runs short.
 * All but {@code Sounds} are {@link org.atelier.data.source.PictureSource picture sources}: {@code
 * images(size)} makes training data of them. {@code Sounds} are a {@link
 * org.atelier.sound.SoundSource}: {@code spectrograms(logMel)} makes pictures of them. The sources
 * and licences are listed in {@code README.md} beside this package's resources.
 */
@NullMarked
package org.atelier.datasets;

import org.jspecify.annotations.NullMarked;
