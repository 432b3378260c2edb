/** What commands share that make pictures of a folder's pictures. */
@NullMarked
package org.atelier.cli.pictures;

import org.jspecify.annotations.NullMarked;
