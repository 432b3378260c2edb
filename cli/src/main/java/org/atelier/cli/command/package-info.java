/**
 * What all commands share: running them, exit codes, engine options and errors of usage.
 * Independent of models.
 */
@NullMarked
package org.atelier.cli.command;

import org.jspecify.annotations.NullMarked;
