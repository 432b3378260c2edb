/** Loss functions, one class each, documented with formula and paper. */
@NullMarked
package org.atelier.loss;

import org.jspecify.annotations.NullMarked;
