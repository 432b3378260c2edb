package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The header of a safetensors file, which is JSON, and its values. */
final class SafetensorsParts implements Parts {
  private static final String HEADER = "header";
  private static final TextMutator JSON =
      new TextMutator(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "null",
          "\"F32\"",
          "\"F16\"",
          "\"BF16\"",
          "\"F64\"",
          "\"I64\"",
          "\"BOOL\"",
          "\"U8\"",
          "\"X\"",
          "\"dtype\"",
          "\"shape\"",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "\"dtype\":\"F32\",",
          "[0,0]",
          "[1,1,1,1,1,1,1,1,1]",
          "\\ud800",
          " ");
  private static final ByteMutator BYTES = new ByteMutator();

  @Override
  public List<Part> split(byte[] file) {
    if (file.length < Long.BYTES) {
      return List.of(new Part(HEADER, file));
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int end = (int) Math.max(Long.BYTES, Math.min(file.length, Math.max(0, length) + Long.BYTES));
    return List.of(
        new Part(HEADER, Arrays.copyOfRange(file, Long.BYTES, end)),
        new Part("values", Arrays.copyOfRange(file, end, file.length)));
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    for (Part part : parts) {
      if (part.name().equals(HEADER)) {
        out.writeBytes(
            ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(part.content().length)
                .array());
      }
      out.writeBytes(part.content());
    }
    return out.toByteArray();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return part.name().equals(HEADER) ? JSON : BYTES;
  }
}
