package org.atelier.datasets;

/** The embedded style pictures. */
public final class Paintings {
  private static final Embedded<Gallery> EMBEDDED = new Embedded<>(() -> Gallery.read("paintings"));

  private Paintings() {}

  /**
   * Returns two pictures for style transfer: Van Gogh's {@code starry_night} (public domain) and
   * {@code colour_folds} by Abhishek Mudgal (CC BY 4.0).
   */
  public static Gallery embedded() {
    return EMBEDDED.get();
  }
}
