/** The commands that train GANs. */
@NullMarked
package org.atelier.cli.train.gan;

import org.jspecify.annotations.NullMarked;
