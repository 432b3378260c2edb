/**
 * Sources of pictures: folders, IDX files, sprite sheets, memory and DJL datasets, and their
 * preprocessing to the shape of a batch.
 */
@NullMarked
package org.atelier.data.source;

import org.jspecify.annotations.NullMarked;
