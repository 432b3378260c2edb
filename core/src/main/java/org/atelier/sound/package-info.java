/**
 * Sounds as pictures and back: WAV files, log-mel spectrograms in [-1, 1] as inputs of picture
 * models, and the Griffin–Lim algorithm that reconstructs a sound from a spectrogram.
 */
@NullMarked
package org.atelier.sound;

import org.jspecify.annotations.NullMarked;
