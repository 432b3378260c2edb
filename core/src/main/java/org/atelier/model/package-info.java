/**
 * Generative models: networks, and the phases of a training step, each of which names the networks
 * that it updates and the objective that they minimise.
 *
 * <p>An adversarial model extends {@link org.atelier.model.Gan} and implements the two objectives;
 * other models extend {@link org.atelier.model.GenerativeModel} and implement {@code phases}. Both
 * implement {@code options}.
 */
@NullMarked
package org.atelier.model;

import org.jspecify.annotations.NullMarked;
