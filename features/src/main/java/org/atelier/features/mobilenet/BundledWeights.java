package org.atelier.features.mobilenet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.files.Sha256;
import org.atelier.model.PublishedWeights;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;

/** Reads the weights that are bundled in this artifact's jar. */
final class BundledWeights {
  private static final String FILE = "ssd_mobilenet_v2_oid.safetensors";
  private static final String RESOURCE = "/org/atelier/features/" + FILE;

  /** The SHA-256 of the file. */
  static final String HASH = "2853e75a570d1cab2afba65dd3d545c83f58ddf4368e4b08de72671d95cb0a9b";

  private BundledWeights() {}

  /** Reads the tensors, float16, and verifies the file against {@link #HASH}. */
  static Map<String, HostTensor> read() {
    try (var in = BundledWeights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(
            "The jar of atelier-features is damaged, missing file: " + FILE);
      }
      byte[] content = in.readAllBytes();
      String found = HexFormat.of().formatHex(Sha256.digest().digest(content));
      if (!found.equals(HASH)) {
        throw new IOException(
            "The jar of atelier-features is damaged: %s has the SHA-256 %s, not %s"
                .formatted(FILE, found, HASH));
      }
      // Copied, because a resource of a jar has no file channel.
      Path copy = Files.createTempFile("atelier-", "-" + FILE);
      try {
        Files.write(copy, content);
        return Safetensors.read(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The backbone's tensors, without those of the detector's heads. */
  static PublishedWeights published() {
    var backbone = new LinkedHashMap<>(read());
    backbone.keySet().removeIf(name -> !name.matches("(conv[01]|block\\d\\d)\\..*"));
    return new PublishedWeights(Path.of(FILE), backbone);
  }
}
