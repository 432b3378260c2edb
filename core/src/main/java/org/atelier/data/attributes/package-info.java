/** Pictures with binary attributes, or of several domains. */
@NullMarked
package org.atelier.data.attributes;

import org.jspecify.annotations.NullMarked;
