/** The commands of the catalogue of published weights. */
@NullMarked
package org.atelier.cli.weights;

import org.jspecify.annotations.NullMarked;
