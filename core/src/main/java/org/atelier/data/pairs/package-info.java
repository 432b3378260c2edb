/**
 * Pairs of pictures for paired image-to-image translation: input and target, cropped and flipped
 * identically.
 */
@NullMarked
package org.atelier.data.pairs;

import org.jspecify.annotations.NullMarked;
