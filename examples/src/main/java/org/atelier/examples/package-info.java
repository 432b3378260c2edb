/** Small mains that use the public API alone; each answers one question. */
@NullMarked
package org.atelier.examples;

import org.jspecify.annotations.NullMarked;
