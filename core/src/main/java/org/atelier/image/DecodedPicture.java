package org.atelier.image;

/**
 * A decoded picture with the bit depth of its file.
 *
 * @param picture the pixels
 * @param bits 16 if the file had more than 8 bits per sample, else 8; pass it to {@link
 *     WriteOptions#bits} to preserve the depth
 */
public record DecodedPicture(Picture picture, int bits) {}
