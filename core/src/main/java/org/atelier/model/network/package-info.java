/**
 * Networks with their optimizer and average, by role: generator, discriminator, encoder, decoder.
 */
@NullMarked
package org.atelier.model.network;

import org.jspecify.annotations.NullMarked;
