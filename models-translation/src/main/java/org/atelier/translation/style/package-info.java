/** Style transfer: what its six forms share; one package below for each. */
@NullMarked
package org.atelier.translation.style;

import org.jspecify.annotations.NullMarked;
