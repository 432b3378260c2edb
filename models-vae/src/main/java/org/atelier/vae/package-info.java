/** Variational auto-encoders, one package per paper. */
@NullMarked
package org.atelier.vae;

import org.jspecify.annotations.NullMarked;
