package org.atelier.benchmarks.experiments.translation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.source.PictureSource;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;

/** Pictures of one shape in a file that any program can read: IDX, unsigned bytes (N, C, H, W). */
final class PixelFile {
  private static final int UNSIGNED_BYTE = 8;

  private PixelFile() {}

  /** The file of a name in a folder. */
  static Path of(Path folder, String name) {
    return folder.resolve(name + ".idx");
  }

  static void write(Path file, PictureSource pictures) throws IOException {
    var all = new ArrayList<Picture>();
    for (int i = 0; i < pictures.size(); i++) {
      all.add(pictures.picture(i));
    }
    write(file, all);
  }

  static void write(Path file, List<Picture> pictures) throws IOException {
    Picture first = pictures.get(0);
    var bytes = new byte[Math.multiplyExact(pictures.size(), first.values().length)];
    int at = 0;
    for (Picture picture : pictures) {
      for (float value : picture.values()) {
        bytes[at++] = (byte) Math.min(255, Math.max(0, Math.round((value + 1) * 127.5f)));
      }
    }
    write(file, bytes, pictures.size(), first.channels(), first.height(), first.width());
  }

  /** Numbers that are 0 or 1, (N, K). */
  static void write(Path file, boolean[][] labels) throws IOException {
    var bytes = new byte[labels.length * labels[0].length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (labels[i / labels[0].length][i % labels[0].length] ? 1 : 0);
    }
    write(file, bytes, labels.length, labels[0].length);
  }

  private static void write(Path target, byte[] values, int... dimensions) throws IOException {
    try (var file = new NewFile(target);
        var out = new DataOutputStream(file.stream())) {
      out.writeShort(0);
      out.writeByte(UNSIGNED_BYTE);
      out.writeByte(dimensions.length);
      for (int dimension : dimensions) {
        out.writeInt(dimension);
      }
      out.write(values);
      out.flush();
      file.commit();
    }
  }

  static List<Picture> read(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readInt() != (UNSIGNED_BYTE << 8 | 4)) {
        throw new IOException("Expected pictures as IDX (N, C, H, W) of bytes in " + file);
      }
      int count = in.readInt();
      int channels = in.readInt();
      int height = in.readInt();
      int width = in.readInt();
      var pictures = new ArrayList<Picture>();
      for (int i = 0; i < count; i++) {
        byte[] bytes = in.readNBytes(Math.multiplyExact(channels, height * width));
        var values = new float[bytes.length];
        for (int j = 0; j < values.length; j++) {
          values[j] = (bytes[j] & 255) / 127.5f - 1;
        }
        pictures.add(new Picture(channels, height, width, values));
      }
      return pictures;
    }
  }
}
