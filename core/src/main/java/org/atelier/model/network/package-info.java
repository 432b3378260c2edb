/** Networks with their optimizer and EMA, by role: generator, discriminator, encoder, decoder. */
@NullMarked
package org.atelier.model.network;

import org.jspecify.annotations.NullMarked;
