/**
 * What a trained model can do, as interfaces: the commands and evaluation ask a model for these and
 * know no model by name.
 */
@NullMarked
package org.atelier.model.capability;

import org.jspecify.annotations.NullMarked;
