/**
 * What a generative model is: networks with roles, and a list of phases that say which networks
 * learn and what they minimise.
 *
 * <p>A new adversarial model extends {@link org.atelier.model.Gan} with two methods; any other
 * extends {@link org.atelier.model.GenerativeModel} with one.
 */
@NullMarked
package org.atelier.model;

import org.jspecify.annotations.NullMarked;
