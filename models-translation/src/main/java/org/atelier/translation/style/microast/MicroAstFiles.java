package org.atelier.translation.style.microast;

import java.nio.file.Path;

/**
 * The four files of published weights.
 *
 * @param contentEncoder {@code content_encoder.pth}
 * @param styleEncoder {@code style_encoder.pth}
 * @param modulator {@code modulator.pth}
 * @param decoder {@code decoder.pth}
 */
public record MicroAstFiles(Path contentEncoder, Path styleEncoder, Path modulator, Path decoder) {
  /** The files of a folder, by the names under which they are published. */
  public static MicroAstFiles in(Path folder) {
    return new MicroAstFiles(
        folder.resolve("content_encoder.pth"),
        folder.resolve("style_encoder.pth"),
        folder.resolve("modulator.pth"),
        folder.resolve("decoder.pth"));
  }
}
