/** What the image-to-image translation models share: the size of domains, adversarial losses. */
@NullMarked
package org.atelier.translation;

import org.jspecify.annotations.NullMarked;
