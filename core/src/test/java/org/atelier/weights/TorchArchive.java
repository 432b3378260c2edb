package org.atelier.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives as torch.save would, and as it never would. */
final class TorchArchive {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private int method = ZipEntry.STORED;

  /** An archive with one float storage '0' of the values 0, 1, 2, … and no pickle yet. */
  static TorchArchive withFloats(int count) {
    var bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    return new TorchArchive().entry("data/0", bytes.array());
  }

  TorchArchive entry(String name, byte[] content) {
    entries.put("archive/" + name, content);
    return this;
  }

  TorchArchive pickle(byte[] pickle) {
    return entry("data.pkl", pickle);
  }

  /** A pickle in text; every char is a byte. */
  TorchArchive pickle(String program) {
    return pickle(program.getBytes(StandardCharsets.ISO_8859_1));
  }

  TorchArchive compressed() {
    method = ZipEntry.DEFLATED;
    return this;
  }

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var e : entries.entrySet()) {
        var entry = new ZipEntry(e.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          var checksum = new CRC32();
          checksum.update(e.getValue());
          entry.setCrc(checksum.getValue());
          entry.setSize(e.getValue().length);
        }
        zip.putNextEntry(entry);
        zip.write(e.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  /** Text of a pickle that puts a view of float storage '0' on the stack. */
  static String view(int storageElements, String offset, String shape, String strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
        + "X\1\0\0\0"
        + "0X\3\0\0\0cpu"
        + integer(storageElements)
        + "tQ"
        + offset
        + shape
        + strides
        + "\u0089)tR";
  }

  /** A tuple of 32-bit integers. */
  static String tuple(int... values) {
    var text = new StringBuilder("(");
    for (int value : values) {
      text.append(integer(value));
    }
    return text + "t";
  }

  static String integer(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return "J" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A dictionary entry: to be followed by the value and 's'. */
  static String key(String name) {
    return "X" + (char) name.length() + "\0\0\0" + name;
  }
}
