/** Pictures on the Java side: reading, writing, resizing, grids and animations. */
@NullMarked
package org.atelier.image;

import org.jspecify.annotations.NullMarked;
