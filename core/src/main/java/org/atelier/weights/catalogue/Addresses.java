package org.atelier.weights.catalogue;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses are read: https, and without encryption those of this machine alone. */
final class Addresses {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private Addresses() {}

  static boolean isAllowed(URI address) {
    return isSecure(address) || isOnThisMachine(address);
  }

  /**
   * Whether a server's answer may lead from one address to another: never out of https, and from
   * outside not to this machine.
   */
  static boolean mayLead(URI from, URI to) {
    return isSecure(from)
        ? isSecure(to) && !THIS_MACHINE.contains(host(to))
        : isOnThisMachine(from) && isAllowed(to);
  }

  private static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme()) && isPlain(address);
  }

  private static boolean isOnThisMachine(URI address) {
    return "http".equalsIgnoreCase(address.getScheme())
        && isPlain(address)
        && THIS_MACHINE.contains(host(address));
  }

  /** With a host, and without a name and password. */
  private static boolean isPlain(URI address) {
    return address.getHost() != null && address.getRawUserInfo() == null;
  }

  private static String host(URI address) {
    @Nullable String host = address.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
