package org.atelier.weights.catalogue;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A published file of weights.
 *
 * @param name how it is asked for, such as {@code vgg16} or {@code lpips/alex}; unique. What
 *     belongs together has a common part before the slash
 * @param origin who published it, under which licence, and where
 * @param file its name in a folder of weights, such as {@code vgg16-397923af.pth} or {@code
 *     lpips/alex.pth}, with / between folders
 * @param checksum what its content is verified against
 * @param size its size
 * @param note what else a user should know, such as where the hash is from; may be empty
 */
public record CatalogueEntry(
    String name, Origin origin, String file, Checksum checksum, FileSize size, String note) {
  /** Also what a path may have on every platform. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?");

  /** Checks name and file. */
  public CatalogueEntry {
    require("name", name);
    require("file", file);
  }

  /**
   * Who published a file.
   *
   * @param project such as {@code pytorch/vision}
   * @param licence of the project, by its SPDX name
   * @param address of the file: https, or http on this machine; of a file in a Git repository, with
   *     the full hash of a commit
   */
  public record Origin(String project, String licence, URI address) {
    /** Checks the address. */
    public Origin {
      if (!Addresses.isAllowed(address)) {
        throw new IllegalArgumentException(
            "Expected an address that begins with https://, but got " + address);
      }
      if (project.isBlank() || licence.isBlank()) {
        throw new IllegalArgumentException(
            "Expected a project and a licence of %s, but one is empty".formatted(address));
      }
    }
  }

  private static void require(String what, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Expected a %s of letters, digits, dots, dashes and at most one slash, but got '%s'"
              .formatted(what, text));
    }
  }

  /** Returns the name of the file without its folder. */
  String fileName() {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
