package org.atelier.image;

/**
 * A picture, and how fine its file was.
 *
 * @param picture its pixels
 * @param bits 16 if the file had more than 8 bits a sample, else 8: what {@link WriteOptions#bits}
 *     keeps it at
 */
public record DecodedPicture(Picture picture, int bits) {}
