/** Tests of the listeners. */
@NullMarked
package org.atelier.monitoring;

import org.jspecify.annotations.NullMarked;
