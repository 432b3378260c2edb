/** Atomic writing of files, the listing of folders, and the hash of files. */
@NullMarked
package org.atelier.files;

import org.jspecify.annotations.NullMarked;
