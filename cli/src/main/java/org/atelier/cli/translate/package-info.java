/** Commands that translate pictures and sounds with a trained model. */
@NullMarked
package org.atelier.cli.translate;

import org.jspecify.annotations.NullMarked;
