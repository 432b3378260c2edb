/** The commands that train auto-encoders. */
@NullMarked
package org.atelier.cli.train.autoencoder;

import org.jspecify.annotations.NullMarked;
