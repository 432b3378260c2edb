package org.atelier.datasets;

/** Where the embedded photographs are. */
public final class Photos {
  private static final Embedded<Gallery> EMBEDDED = new Embedded<>(() -> Gallery.read("photos"));

  private Photos() {}

  /**
   * Nineteen RGB photographs of landscapes, animals, flowers and things; the shorter side has 300
   * to 806 pixels. The licence differs from one to the next (CC0, CC BY, BSD, public domain), see
   * {@link Gallery.Item#licence()}.
   */
  public static Gallery embedded() {
    return EMBEDDED.get();
  }
}
