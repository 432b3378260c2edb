/** Style transfer of pictures and films: {@code ./atelier stylize}. */
@NullMarked
package org.atelier.cli.style;

import org.jspecify.annotations.NullMarked;
