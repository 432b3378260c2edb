/** Conditioning inputs: class labels, attributes, numbers and spatial maps. */
@NullMarked
package org.atelier.model.condition;

import org.jspecify.annotations.NullMarked;
