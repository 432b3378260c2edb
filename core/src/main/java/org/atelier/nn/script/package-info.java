/**
 * What layers write: a {@link org.atelier.nn.script.Script} of {@link
 * org.atelier.nn.script.Value}s, and how it becomes shapes, parameters and compiled native code.
 *
 * <p>In mixed precision, an operator that is not known to compute in bfloat16 is refused, unless it
 * is written by {@link org.atelier.nn.script.Script#line}, in float32.
 */
@NullMarked
package org.atelier.nn.script;

import org.jspecify.annotations.NullMarked;
