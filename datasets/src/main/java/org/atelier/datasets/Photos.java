package org.atelier.datasets;

/** The embedded photographs. */
public final class Photos {
  private static final Embedded<Gallery> EMBEDDED = new Embedded<>(() -> Gallery.read("photos"));

  private Photos() {}

  /**
   * Returns nineteen RGB photographs of landscapes, animals, flowers and objects; the shorter side
   * has 300 to 806 pixels. Licences differ (CC0, CC BY, BSD, public domain); see {@link
   * Gallery.Item#licence()}.
   */
  public static Gallery embedded() {
    return EMBEDDED.get();
  }
}
