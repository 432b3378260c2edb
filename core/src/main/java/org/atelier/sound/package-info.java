/**
 * Sounds as pictures, and back: WAV files, the log-mel spectrogram in [-1, 1] that picture models
 * take, and Griffin and Lim's way from a spectrogram to a sound.
 */
@NullMarked
package org.atelier.sound;

import org.jspecify.annotations.NullMarked;
