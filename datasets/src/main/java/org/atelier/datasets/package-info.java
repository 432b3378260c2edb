/** Small, licensed sample data that comes with the library: no download. */
@NullMarked
package org.atelier.datasets;

import org.jspecify.annotations.NullMarked;
