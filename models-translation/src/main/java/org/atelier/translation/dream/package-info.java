/**
 * DeepDream (Mordvintsev, Olah and Tyka, "Inceptionism: going deeper into neural networks", 2015)
 * and its successor on a Fourier canvas (Olah, Mordvintsev and Schubert, "Feature Visualization",
 * Distill 2017): a picture is changed such that features of a frozen network grow. On photographs,
 * zooms, films and spectrograms of sounds.
 */
@NullMarked
package org.atelier.translation.dream;

import org.jspecify.annotations.NullMarked;
