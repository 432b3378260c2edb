package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A file that may be packed by gzip: one part, which is packed again if it was. */
final class GzipParts implements Parts {
  private static final String PACKED = "packed";
  private static final String PLAIN = "plain";
  private static final ByteMutator BYTES = new ByteMutator();

  @Override
  public List<Part> split(byte[] file) {
    if (file.length < 2 || file[0] != 0x1F || file[1] != (byte) 0x8B) {
      return List.of(new Part(PLAIN, file));
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return List.of(new Part(PACKED, in.readNBytes(1 << 20)));
    } catch (IOException e) {
      return List.of(new Part(PLAIN, file));
    }
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    try {
      for (Part part : parts) {
        if (part.name().equals(PLAIN)) {
          out.writeBytes(part.content());
        } else {
          try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(part.content());
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("A stream in memory never fails", e);
    }
    return out.toByteArray();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return BYTES;
  }
}
