/** Commands that draw samples and work in the latent space. */
@NullMarked
package org.atelier.cli.sample;

import org.jspecify.annotations.NullMarked;
