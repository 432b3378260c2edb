/** Feature networks: the command that lists them, and the options that choose one. */
@NullMarked
package org.atelier.cli.features;

import org.jspecify.annotations.NullMarked;
