/** The GANs of this module as a service, by which the commands find them. */
@NullMarked
package org.atelier.gan.models;

import org.jspecify.annotations.NullMarked;
