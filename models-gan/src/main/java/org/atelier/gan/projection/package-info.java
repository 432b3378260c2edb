/** Miyato and Koyama, "cGANs with projection discriminator", arXiv:1802.05637. */
@NullMarked
package org.atelier.gan.projection;

import org.jspecify.annotations.NullMarked;
