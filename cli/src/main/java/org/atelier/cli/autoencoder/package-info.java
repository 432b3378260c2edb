/** Commands for trained auto-encoders. */
@NullMarked
package org.atelier.cli.autoencoder;

import org.jspecify.annotations.NullMarked;
