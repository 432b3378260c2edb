/**
 * Sohn et al., "Learning structured output representation using deep conditional generative
 * models", NeurIPS 2015.
 */
@NullMarked
package org.atelier.vae.conditional;

import org.jspecify.annotations.NullMarked;
