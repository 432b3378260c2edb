package org.atelier.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** Of "abc", by FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void a_file_and_its_bytes_have_the_published_hash(@TempDir Path folder) throws Exception {
    byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);
    Path file = folder.resolve("abc");
    Files.write(file, content);
    var digest = Sha256.digest();
    digest.update(content);
    assertThat(Sha256.of(file)).isEqualTo(ABC).isEqualTo(Sha256.hex(digest));
  }
}
