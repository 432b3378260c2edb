package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a RIFF file: WAV or WebP.
 *
 * @param form the file's form, such as "WAVE"
 */
record RiffParts(String form) implements Parts {
  private static final int HEADER = 12;
  private static final ByteMutator BYTES = new ByteMutator();

  @Override
  public List<Part> split(byte[] file) {
    var parts = new ArrayList<Part>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    in.position(Math.min(file.length, HEADER));
    while (in.remaining() >= 8) {
      byte[] id = new byte[4];
      in.get(id);
      long length = Integer.toUnsignedLong(in.getInt());
      byte[] content = new byte[(int) Math.min(length, in.remaining())];
      in.get(content);
      if (length % 2 == 1 && in.hasRemaining()) {
        in.get();
      }
      parts.add(new Part(new String(id, StandardCharsets.ISO_8859_1), content));
    }
    return parts;
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    for (Part part : parts) {
      out.writeBytes(part.name().getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(integer(part.content().length));
      out.writeBytes(Arrays.copyOf(part.content(), (part.content().length + 1) / 2 * 2));
    }
    byte[] head = ("RIFF----" + form).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(integer(out.size() + 4), 0, head, 4, 4);
    return ByteMutator.joined(head, out.toByteArray());
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return BYTES;
  }
}
