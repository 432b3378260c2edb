/** Feature networks on the command line: which there are, and the option that chooses one. */
@NullMarked
package org.atelier.cli.features;

import org.jspecify.annotations.NullMarked;
