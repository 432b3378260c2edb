package org.atelier.features;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;

/** The weights in this artifact's jar. */
final class BundledWeights {
  private static final String FILE = "ssd_mobilenet_v2_oid.safetensors";

  /** SHA-256 of the file, as index.json has it. */
  static final String HASH = "2853e75a570d1cab2afba65dd3d545c83f58ddf4368e4b08de72671d95cb0a9b";

  private BundledWeights() {}

  /** The tensors in float16, checked against {@link #HASH}. */
  static Map<String, HostTensor> read() {
    try (var in = BundledWeights.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new FileNotFoundException("The jar of atelier-features lacks its file " + FILE);
      }
      byte[] content = in.readAllBytes();
      String found = HexFormat.of().formatHex(sha256().digest(content));
      if (!found.equals(HASH)) {
        throw new IOException(
            "The jar of atelier-features is damaged: %s has the SHA-256 %s, not %s"
                .formatted(FILE, found, HASH));
      }
      // A resource may lie in a jar, where no file channel reaches.
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
