/** Atomic writing of files. */
@NullMarked
package org.atelier.files;

import org.jspecify.annotations.NullMarked;
