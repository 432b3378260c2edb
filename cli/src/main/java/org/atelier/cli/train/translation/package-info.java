/** The commands that train models of image-to-image translation. */
@NullMarked
package org.atelier.cli.train.translation;

import org.jspecify.annotations.NullMarked;
