/** Argument checks shared by options records, and the names that a mistyped one is like. */
@NullMarked
package org.atelier.options;

import org.jspecify.annotations.NullMarked;
