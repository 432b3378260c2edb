/** Atomic writing of files, and the listing of folders. */
@NullMarked
package org.atelier.files;

import org.jspecify.annotations.NullMarked;
