/** The list of this module's models, which commands find by {@link java.util.ServiceLoader}. */
@NullMarked
package org.atelier.vae.models;

import org.jspecify.annotations.NullMarked;
