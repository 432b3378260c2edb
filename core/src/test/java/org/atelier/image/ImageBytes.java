package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes files that no encoder at hand writes: by splicing segments and chunks. */
final class ImageBytes {
  /** After the marker SOI and the JFIF segment that Java's encoder writes first. */
  private static final int AFTER_JFIF = 20;

  /** After the signature and IHDR. */
  private static final int AFTER_IHDR = 33;

  private ImageBytes() {}

  static byte[] encode(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("no encoder for " + format);
    }
    return bytes.toByteArray();
  }

  static BufferedImage plain(int type, int width, int height, int... samples) {
    var image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setPixel(x, y, samples);
      }
    }
    return image;
  }

  static byte[] jpegWithOrientation(byte[] jpeg, int orientation) {
    // "Exif", a big-endian TIFF header, one entry: tag 0x0112, type SHORT, count 1.
    byte[] exif = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return spliceSegment(jpeg, AFTER_JFIF, 0xE1, exif);
  }

  static byte[] jpegWithProfile(byte[] jpeg, byte[] profile) {
    var head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    var payload = Arrays.copyOf(head, head.length + profile.length);
    System.arraycopy(profile, 0, payload, head.length, profile.length);
    return spliceSegment(jpeg, AFTER_JFIF, 0xE2, payload);
  }

  /** A CMYK JPEG as Photoshop writes it: with Adobe's segment, 255 for no ink. */
  static byte[] cmykJpeg(int size, int... inverted) throws IOException {
    var raster = Raster.createInterleavedRaster(0, size, size, 4, null);
    for (int i = 0; i < size * size; i++) {
      raster.setPixel(i % size, i / size, inverted);
    }
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    var writer = writers.next();
    while (!writer.getOriginatingProvider().getVendorName().contains("Oracle")) {
      writer = writers.next();
    }
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(new IIOImage(raster, null, null));
    }
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    return spliceSegment(bytes.toByteArray(), 2, 0xEE, adobe);
  }

  static byte[] pngWithProfile(byte[] png, byte[] profile) throws IOException {
    var data = new ByteArrayOutputStream();
    data.write(new byte[] {'p', 0, 0});
    try (var deflater = new DeflaterOutputStream(data)) {
      deflater.write(profile);
    }
    return splice(png, AFTER_IHDR, chunk("iCCP", data.toByteArray()));
  }

  /** A PNG that declares a size and has no pixels. */
  static byte[] pngHeader(int width, int height) throws IOException {
    var png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    var header = new ByteArrayOutputStream();
    var data = new DataOutputStream(header);
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {8, 2, 0, 0, 0});
    png.write(chunk("IHDR", header.toByteArray()));
    png.write(chunk("IDAT", new byte[16]));
    return png.toByteArray();
  }

  /** A grey, uncompressed TIFF of one row. */
  static byte[] tiff(int photometric, int orientation, int... samples) throws IOException {
    int[][] entries = {
      {256, samples.length},
      {257, 1},
      {258, 8},
      {259, 1},
      {262, photometric},
      {273, 8},
      {274, orientation},
      {277, 1},
      {278, 1},
      {279, samples.length}
    };
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    data.writeBytes("MM\0*");
    data.writeInt(8 + samples.length); // the directory follows the pixels
    for (int sample : samples) {
      data.writeByte(sample);
    }
    data.writeShort(entries.length);
    for (int[] entry : entries) {
      data.writeShort(entry[0]);
      data.writeShort(3);
      data.writeInt(1);
      data.writeInt(entry[1] << 16);
    }
    data.writeInt(0);
    return bytes.toByteArray();
  }

  /** An RGB PNG with one colour declared transparent. */
  static byte[] pngWithTransparent(byte[] png, int... rgb) throws IOException {
    byte[] colour = {0, (byte) rgb[0], 0, (byte) rgb[1], 0, (byte) rgb[2]};
    return splice(png, AFTER_IHDR, chunk("tRNS", colour));
  }

  static byte[] linearRgbProfile() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  /** A grey profile of version 2 whose samples are linear light. */
  static byte[] linearGreyProfile() throws IOException {
    var tags = new ByteArrayOutputStream();
    var data = new DataOutputStream(tags);
    data.writeInt(3);
    int start = 128 + 4 + 3 * 12;
    writeTag(data, "desc", start, 92);
    writeTag(data, "wtpt", start + 92, 20);
    writeTag(data, "kTRC", start + 112, 14);
    data.writeBytes("desc\0\0\0\0\0\0\0\2g\0");
    data.write(new byte[78]);
    data.writeBytes("XYZ \0\0\0\0");
    writeD50(data);
    data.writeBytes("curv\0\0\0\0\0\0\0\1\1\0\0\0");
    var profile = new ByteArrayOutputStream();
    data = new DataOutputStream(profile);
    data.writeInt(128 + tags.size());
    data.writeInt(0);
    data.writeInt(0x02100000);
    data.writeBytes("mntrGRAYXYZ ");
    data.write(new byte[] {7, (byte) 0xE4, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0});
    data.writeBytes("acsp");
    data.write(new byte[28]);
    writeD50(data);
    data.write(new byte[48]);
    data.write(tags.toByteArray());
    return profile.toByteArray();
  }

  private static void writeD50(DataOutputStream data) throws IOException {
    data.writeInt(0xF6D6);
    data.writeInt(0x10000);
    data.writeInt(0xD32D);
  }

  private static void writeTag(DataOutputStream data, String name, int at, int size)
      throws IOException {
    data.writeBytes(name);
    data.writeInt(at);
    data.writeInt(size);
  }

  private static byte[] chunk(String type, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    data.writeInt(content.length);
    data.writeBytes(type);
    data.write(content);
    var crc = new CRC32();
    crc.update(bytes.toByteArray(), 4, content.length + 4);
    data.writeInt((int) crc.getValue());
    return bytes.toByteArray();
  }

  static byte[] spliceSegment(byte[] jpeg, int at, int marker, byte[] payload) {
    var segment = new byte[payload.length + 4];
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) marker;
    segment[2] = (byte) (payload.length + 2 >> 8);
    segment[3] = (byte) (payload.length + 2);
    System.arraycopy(payload, 0, segment, 4, payload.length);
    return splice(jpeg, at, segment);
  }

  static byte[] splice(byte[] bytes, int at, byte[] insert) {
    var result = new byte[bytes.length + insert.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(insert, 0, result, at, insert.length);
    System.arraycopy(bytes, at, result, at + insert.length, bytes.length - at);
    return result;
  }
}
