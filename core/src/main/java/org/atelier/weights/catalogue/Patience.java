package org.atelier.weights.catalogue;

import java.time.Duration;

/**
 * How long a download waits.
 *
 * @param connect for a connection
 * @param silence for the next bytes of a server that is connected
 * @param attempts how often a transfer is begun, at least 1
 * @param pause between two of them
 */
record Patience(Duration connect, Duration silence, int attempts, Duration pause) {
  /** For servers on the Internet. */
  static Patience usual() {
    return new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60), 4, Duration.ofSeconds(2));
  }
}
