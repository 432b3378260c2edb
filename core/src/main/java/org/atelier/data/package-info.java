/**
 * Training data: sources of examples, batches as records, shuffling and prefetching.
 *
 * <p>A {@link org.atelier.data.source.PictureSource} (a folder, an IDX file, a sprite sheet,
 * memory, a DJL dataset) reads pictures by index. Its {@code images(…)} returns {@link
 * org.atelier.data.TrainingData}: pictures of one size, augmented. An {@link
 * org.atelier.data.EpochOrder} determines the examples of each step, and a {@link
 * org.atelier.data.Prefetcher} loads them in advance:
 *
 * <pre>{@code
 * var options = ImageOptions.defaults().withSize(64)
 *     .withAugmentation(Augmentation.none().withFlip(true));
 * TrainingData<Images> data = ImageFolder.open(Path.of("pictures")).images(options);
 * }</pre>
 *
 * <p>Invalid arguments throw an {@link java.lang.IllegalArgumentException}; invalid files and
 * folders throw an {@link java.io.IOException} that names them. Numbers in messages and
 * fingerprints are formatted with {@code %s}, because {@code %d} writes the digits of the machine's
 * locale.
 */
@NullMarked
package org.atelier.data;

import org.jspecify.annotations.NullMarked;
