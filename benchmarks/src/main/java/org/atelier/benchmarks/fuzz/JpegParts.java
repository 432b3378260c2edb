package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The segments of a JPEG up to the first scan, which is one part with all that follows. */
final class JpegParts implements Parts {
  private static final int START_OF_SCAN = 0xDA;
  private static final String REST = "rest";
  private static final ByteMutator BYTES = new ByteMutator();

  @Override
  public List<Part> split(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = 2;
    while (at + 4 <= file.length && file[at] == -1 && (file[at + 1] & 0xFF) != START_OF_SCAN) {
      int length = ((file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF) - 2;
      int end = Math.min(file.length, at + 4 + Math.max(0, length));
      parts.add(
          new Part(String.valueOf(file[at + 1] & 0xFF), Arrays.copyOfRange(file, at + 4, end)));
      at = end;
    }
    if (at < file.length) {
      parts.add(new Part(REST, Arrays.copyOfRange(file, at, file.length)));
    }
    return parts;
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {-1, (byte) 0xD8});
    for (Part part : parts) {
      if (!part.name().equals(REST)) {
        byte marker = (byte) Integer.parseInt(part.name());
        short length = (short) Math.min(0xFFFF, part.content().length + 2);
        out.writeBytes(ByteBuffer.allocate(4).put((byte) -1).put(marker).putShort(length).array());
      }
      out.writeBytes(part.content());
    }
    return out.toByteArray();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return BYTES;
  }
}
