package org.atelier.weights.catalogue;

/**
 * The size of a published file.
 *
 * @param bytes above 0
 * @param exact whether it is known to the byte; if not, its project names it in rounded megabytes
 */
public record FileSize(long bytes, boolean exact) {
  private static final long MEBIBYTE = 1L << 20;

  /** Larger files are not in the catalogue. */
  private static final long MOST = 1L << 33;

  /** Checks the range. */
  public FileSize {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "Expected a file of 1 to %s bytes, but its size is %s".formatted(MOST, bytes));
    }
  }

  /** Returns a size that is known to the byte. */
  public static FileSize ofBytes(long bytes) {
    return new FileSize(bytes, true);
  }

  /** Returns a size that was rounded, in MiB. */
  public static FileSize ofMebibytes(double mebibytes) {
    return new FileSize(Math.round(mebibytes * MEBIBYTE), false);
  }

  /** Returns the most bytes that are downloaded: of a rounded size, 1 MiB more. */
  public long limit() {
    return exact ? bytes : bytes + MEBIBYTE;
  }

  /** Returns whether a file of this length can be the published one. */
  public boolean allows(long length) {
    return exact ? length == bytes : Math.abs(length - bytes) <= MEBIBYTE;
  }
}
