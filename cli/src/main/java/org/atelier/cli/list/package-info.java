/** The command that lists models, data sets and runs. */
@NullMarked
package org.atelier.cli.list;

import org.jspecify.annotations.NullMarked;
