/** What options records share. */
@NullMarked
package org.atelier.options;

import org.jspecify.annotations.NullMarked;
