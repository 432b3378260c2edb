/**
 * Metrics of sets of pictures: Fréchet distance, kernel distance, precision and recall, classifier
 * score, and the nearest training pictures of samples.
 */
@NullMarked
package org.atelier.metrics.sets;

import org.jspecify.annotations.NullMarked;
