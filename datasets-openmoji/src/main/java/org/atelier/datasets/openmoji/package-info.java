/**
 * The OpenMoji emoji, in a separate artifact because of their share-alike licence (CC BY-SA 4.0).
 */
@NullMarked
package org.atelier.datasets.openmoji;

import org.jspecify.annotations.NullMarked;
