/**
 * The OpenMoji emoji: an artifact of its own, because their licence is share-alike (CC BY-SA 4.0).
 */
@NullMarked
package org.atelier.datasets.openmoji;

import org.jspecify.annotations.NullMarked;
