/**
 * What proves the models by training: the quality of their pictures beside PyTorch's, the modes
 * that they find, and what a classifier gains from pictures without labels.
 */
@NullMarked
package org.atelier.benchmarks.experiments;

import org.jspecify.annotations.NullMarked;
