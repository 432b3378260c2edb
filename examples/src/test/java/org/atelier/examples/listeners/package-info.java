/** Tests of the listeners. */
@NullMarked
package org.atelier.examples.listeners;

import org.jspecify.annotations.NullMarked;
