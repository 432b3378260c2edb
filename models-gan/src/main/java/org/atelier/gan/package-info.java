/** Generative adversarial networks, one package per paper. */
@NullMarked
package org.atelier.gan;

import org.jspecify.annotations.NullMarked;
