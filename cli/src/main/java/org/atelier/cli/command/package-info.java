/**
 * What every command needs, whatever it does: how it is run, its exit codes, its engine, and how it
 * refuses wrong usage. Knows no model.
 */
@NullMarked
package org.atelier.cli.command;

import org.jspecify.annotations.NullMarked;
