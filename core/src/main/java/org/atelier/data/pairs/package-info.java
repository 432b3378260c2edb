/** Pairs of pictures for paired translation: input and target, cropped and flipped alike. */
@NullMarked
package org.atelier.data.pairs;

import org.jspecify.annotations.NullMarked;
