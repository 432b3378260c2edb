/** Commands that measure a trained model, and their metrics. */
@NullMarked
package org.atelier.cli.evaluate;

import org.jspecify.annotations.NullMarked;
