/** Picture-to-picture models, one package per paper. */
@NullMarked
package org.atelier.translation;

import org.jspecify.annotations.NullMarked;
