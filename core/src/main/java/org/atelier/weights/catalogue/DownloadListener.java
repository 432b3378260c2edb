package org.atelier.weights.catalogue;

/** Hears of a download while it runs, on the thread that downloads; override what you need. */
public interface DownloadListener {
  /**
   * Called when a server begins to send a file, again after each interruption.
   *
   * @param from the bytes that are there from an interrupted download, which are not sent again
   * @param total the file's bytes; about as many if its exact size is not known
   */
  default void onStart(CatalogueEntry entry, long from, long total) {}

  /**
   * Called after each part.
   *
   * @param done the bytes that are there
   */
  default void onBytes(long done) {}

  /** Called when a file is whole and verified, or a download has failed for good. */
  default void onEnd() {}

  /** Returns a listener that does nothing. */
  static DownloadListener none() {
    return new DownloadListener() {};
  }
}
