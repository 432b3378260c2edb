/**
 * Features of pictures from frozen networks, and what is measured with them: perceptual and style
 * losses. Knows no network by name; module {@code features} has some.
 */
@NullMarked
package org.atelier.perception;

import org.jspecify.annotations.NullMarked;
