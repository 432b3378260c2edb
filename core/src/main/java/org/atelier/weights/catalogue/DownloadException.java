package org.atelier.weights.catalogue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a published file cannot be downloaded. The message says why, and names the file, its
 * address, its hash and the folder into which to put it.
 */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
