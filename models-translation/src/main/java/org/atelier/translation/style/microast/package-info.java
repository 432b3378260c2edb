/**
 * Wang et al., "MicroAST: towards super-fast ultra-resolution arbitrary style transfer",
 * arXiv:2211.15313.
 */
@NullMarked
package org.atelier.translation.style.microast;

import org.jspecify.annotations.NullMarked;
