/**
 * Scripts written by layers: a {@link org.atelier.nn.script.Script} of {@link
 * org.atelier.nn.script.Value}s, from which shapes are inferred, parameters created and native code
 * compiled.
 *
 * <p>In mixed precision, operators that are not known to compute in bfloat16 are rejected, unless
 * they are written by {@link org.atelier.nn.script.Script#line}, which computes in float32.
 */
@NullMarked
package org.atelier.nn.script;

import org.jspecify.annotations.NullMarked;
