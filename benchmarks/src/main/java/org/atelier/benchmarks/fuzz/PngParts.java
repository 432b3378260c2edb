package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The chunks of a PNG; those of pixels are unpacked, and so is a colour profile. */
final class PngParts implements Parts {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final String PIXELS = "IDAT";
  private static final String PROFILE = "iCCP";

  /** The name of a profile, its 0 and the number of its compression. */
  private static final int PROFILE_HEAD = 3;

  private static final int MAX_UNPACKED = 1 << 20;
  private static final ByteMutator BYTES = new ByteMutator();

  @Override
  public List<Part> split(byte[] file) {
    var parts = new ArrayList<Part>();
    ByteBuffer in = ByteBuffer.wrap(file);
    in.position(Math.min(file.length, SIGNATURE.length));
    while (in.remaining() >= 12) {
      int length = in.getInt();
      byte[] type = new byte[4];
      in.get(type);
      byte[] content = new byte[Math.max(0, Math.min(length, in.remaining()))];
      in.get(content);
      in.position(Math.min(in.limit(), in.position() + 4));
      String name = new String(type, StandardCharsets.ISO_8859_1);
      parts.add(new Part(name, unpacked(name, content)));
    }
    return parts;
  }

  private static byte[] unpacked(String name, byte[] content) {
    if (name.equals(PIXELS)) {
      return inflated(content);
    }
    if (name.equals(PROFILE) && content.length > PROFILE_HEAD) {
      byte[] packed = Arrays.copyOfRange(content, PROFILE_HEAD, content.length);
      return ByteMutator.joined(Arrays.copyOf(content, PROFILE_HEAD), inflated(packed));
    }
    return content;
  }

  private static byte[] inflated(byte[] packed) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(MAX_UNPACKED);
    } catch (IOException e) {
      return packed;
    }
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    for (Part part : parts) {
      byte[] type = part.name().getBytes(StandardCharsets.ISO_8859_1);
      byte[] content = packed(part);
      var checksum = new CRC32();
      checksum.update(type);
      checksum.update(content);
      out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
      out.writeBytes(type);
      out.writeBytes(content);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
    return out.toByteArray();
  }

  private static byte[] packed(Part part) {
    if (part.name().equals(PIXELS)) {
      return deflated(part.content());
    }
    if (part.name().equals(PROFILE) && part.content().length > PROFILE_HEAD) {
      byte[] profile = Arrays.copyOfRange(part.content(), PROFILE_HEAD, part.content().length);
      return ByteMutator.joined(Arrays.copyOf(part.content(), PROFILE_HEAD), deflated(profile));
    }
    return part.content();
  }

  private static byte[] deflated(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write(content);
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
