/** Offers the module's models to {@link java.util.ServiceLoader}. */
@NullMarked
package org.atelier.translation.models;

import org.jspecify.annotations.NullMarked;
