/** Commands that dream of pictures and sounds. */
@NullMarked
package org.atelier.cli.dream;

import org.jspecify.annotations.NullMarked;
