/** Commands that draw samples and explore the latent space. */
@NullMarked
package org.atelier.cli.sample;

import org.jspecify.annotations.NullMarked;
