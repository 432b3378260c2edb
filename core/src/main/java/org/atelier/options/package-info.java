/** Argument checks shared by options records. */
@NullMarked
package org.atelier.options;

import org.jspecify.annotations.NullMarked;
