/** Layers that several feature networks share. */
@NullMarked
package org.atelier.features.tree;

import org.jspecify.annotations.NullMarked;
