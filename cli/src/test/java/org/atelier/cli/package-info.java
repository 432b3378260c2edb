/** Tests of the commands: every one is run tiny, in this process. */
@NullMarked
package org.atelier.cli;

import org.jspecify.annotations.NullMarked;
