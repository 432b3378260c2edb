/** The command that lists runs, kinds of models and data sets. */
@NullMarked
package org.atelier.cli.list;

import org.jspecify.annotations.NullMarked;
