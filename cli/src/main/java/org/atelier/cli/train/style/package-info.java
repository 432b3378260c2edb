/** The commands that train models of style transfer. */
@NullMarked
package org.atelier.cli.train.style;

import org.jspecify.annotations.NullMarked;
