package org.atelier.benchmarks.experiments;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.source.IdxFile;
import org.atelier.data.source.IdxPictures;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.jspecify.annotations.Nullable;

/**
 * Generated pictures in files that any program can read: grey, 8 bits, in the IDX format of MNIST,
 * and for conditional models the classes that were asked for. Both sides of a comparison write
 * these, so that one evaluator judges what both would publish.
 *
 * @param pictures grey, of one size
 * @param labels the class that was asked for, of every picture; null if there are no classes
 */
record Samples(IdxPictures pictures, int @Nullable [] labels) {
  private static final String IMAGES = "samples-images-idx3-ubyte";
  private static final String LABELS = "samples-labels-idx1-ubyte";
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads what {@link #write} or the Python side wrote.
   *
   * @throws IOException if there are no samples, or not one label for each
   */
  static Samples read(Path folder) throws IOException {
    var pictures = IdxPictures.of(IdxFile.read(folder.resolve(IMAGES)));
    Path file = folder.resolve(LABELS);
    if (!Files.exists(file)) {
      return new Samples(pictures, null);
    }
    int[] labels = IdxFile.read(file).toLabels();
    if (labels.length != pictures.size()) {
      throw new IOException(
          "Expected one label for each of the %s pictures in %s, but got %s"
              .formatted(pictures.size(), folder, labels.length));
    }
    return new Samples(pictures, labels);
  }

  /** Whether a folder holds samples; they are written last, so what made them is then complete. */
  static boolean in(Path folder) {
    return Files.exists(folder.resolve(IMAGES));
  }

  /**
   * Writes the files.
   *
   * @param folder exists
   * @param labels the class of every picture, from 0 to 255; null for none
   */
  static void write(Path folder, List<Picture> pictures, int @Nullable [] labels)
      throws IOException {
    if (labels != null) {
      writeLabels(folder.resolve(LABELS), labels);
    }
    writePictures(folder.resolve(IMAGES), pictures);
  }

  private static void writePictures(Path target, List<Picture> pictures) throws IOException {
    int height = pictures.get(0).height();
    int width = pictures.get(0).width();
    var bytes = new byte[Math.multiplyExact(pictures.size(), height * width)];
    int at = 0;
    for (Picture picture : pictures) {
      if (picture.channels() != 1 || picture.height() != height || picture.width() != width) {
        throw new IllegalArgumentException(
            "Expected grey pictures of %s×%s, but got %s channels of %s×%s"
                .formatted(width, height, picture.channels(), picture.width(), picture.height()));
      }
      for (float value : picture.values()) {
        bytes[at++] = (byte) Math.min(255, Math.max(0, Math.round((value + 1) * 127.5f)));
      }
    }
    write(target, bytes, pictures.size(), height, width);
  }

  private static void writeLabels(Path target, int[] labels) throws IOException {
    var bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      if (labels[i] < 0 || labels[i] > 255) {
        throw new IllegalArgumentException("A label must be in [0, 255], but one was " + labels[i]);
      }
      bytes[i] = (byte) labels[i];
    }
    write(target, bytes, bytes.length);
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
}
