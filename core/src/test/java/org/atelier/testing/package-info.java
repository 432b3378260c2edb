/**
 * What tests of every module share: numbers of reference implementations, and comparing with them.
 */
@NullMarked
package org.atelier.testing;

import org.jspecify.annotations.NullMarked;
