/** Files that appear whole or not at all. */
@NullMarked
package org.atelier.files;

import org.jspecify.annotations.NullMarked;
