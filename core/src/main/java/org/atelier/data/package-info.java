/** Training data: sources of examples, batches as records, shuffling and prefetching. */
@NullMarked
package org.atelier.data;

import org.jspecify.annotations.NullMarked;
