package org.atelier.vae.vq;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.atelier.files.Sha256;
import org.atelier.image.Picture;
import org.atelier.weights.HostTensor;

/**
 * Lossy compression of pictures: the code indices of a {@link VqVae}, entropy-coded by the codes'
 * frequencies. Only the model that wrote a file can read it.
 *
 * <p>A file is "AVQ1"; the first 16 bytes of the SHA-256 of the decoder's weights and the codebook;
 * the CRC-32 of all that follows; the indices, by an adaptive arithmetic coder that starts from the
 * frequencies of the codebook. The number of indices is not stored, since the model defines it.
 */
public final class PictureCodec {
  private static final byte[] MAGIC = "AVQ1".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_BYTES = 16;
  private static final int HEADER_BYTES = MAGIC.length + HASH_BYTES + Integer.BYTES;

  private final VqVae model;
  private final byte[] hash;
  private final float[] counts;

  /**
   * A codec of a trained model, which must not be trained further while it is used.
   *
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  public PictureCodec(VqVae model) {
    if (!model.codebook().isInitialized()) {
      throw new IllegalStateException("The model has no weights: train it, or load a run");
    }
    this.model = model;
    hash = hash(model);
    counts = model.codebook().counts();
  }

  private static byte[] hash(VqVae model) {
    Map<String, NDArray> arrays = new TreeMap<>(model.codebook().buffers());
    model.decoder().parameters().forEach((name, array) -> arrays.put("decoder." + name, array));
    model.decoder().buffers().forEach((name, array) -> arrays.put("decoder." + name, array));
    MessageDigest digest = Sha256.digest();
    arrays.forEach(
        (name, array) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          HostTensor tensor = HostTensor.of(array);
          digest.update(tensor.shape().toString().getBytes(StandardCharsets.US_ASCII));
          float[] values = tensor.toFloats();
          var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
          bytes.asFloatBuffer().put(values);
          digest.update(bytes);
        });
    return Arrays.copyOf(digest.digest(), HASH_BYTES);
  }

  /**
   * Compresses a picture to the bytes of a file.
   *
   * @throws IllegalArgumentException if it is of another shape than the model's pictures
   */
  public byte[] compress(Picture picture) {
    var encoder = new ArithmeticEncoder();
    var frequencies = new Frequencies(counts);
    for (int code : model.encode(List.of(picture)).get(0).indices()) {
      encoder.encode(code, frequencies);
    }
    byte[] codes = encoder.finish();
    return ByteBuffer.allocate(HEADER_BYTES + codes.length)
        .put(MAGIC)
        .put(hash)
        .putInt(checksum(codes))
        .put(codes)
        .array();
  }

  /**
   * Decompresses the bytes of a file.
   *
   * @throws IOException if they are not such a file, were written by another model, or are damaged
   */
  public Picture decompress(byte[] file) throws IOException {
    return model.decode(List.of(codes(file))).get(0);
  }

  private CodeMap codes(byte[] file) throws IOException {
    if (file.length < MAGIC.length
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("This is no compressed picture: it does not begin with AVQ1");
    }
    if (file.length < HEADER_BYTES) {
      throw new IOException(
          "The compressed picture is damaged: it has %s bytes, fewer than its header of %s"
              .formatted(file.length, HEADER_BYTES));
    }
    int afterHash = MAGIC.length + HASH_BYTES;
    if (!Arrays.equals(file, MAGIC.length, afterHash, hash, 0, HASH_BYTES)) {
      throw new IOException(
          "The picture was compressed by another model, or by this one before it was trained on;"
              + " decompress it with the model that wrote it");
    }
    byte[] codes = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
    if (ByteBuffer.wrap(file).getInt(afterHash) != checksum(codes)) {
      throw new IOException("The compressed picture is damaged: its checksum is wrong");
    }
    var decoder = new ArithmeticDecoder(codes);
    var frequencies = new Frequencies(counts);
    var map = new int[Math.toIntExact(model.latentShape().size())];
    for (int i = 0; i < map.length; i++) {
      map[i] = decoder.decode(frequencies);
    }
    return new CodeMap(model.latentShape(), map);
  }

  private static int checksum(byte[] codes) {
    var crc = new CRC32();
    crc.update(codes);
    return (int) crc.getValue();
  }
}
