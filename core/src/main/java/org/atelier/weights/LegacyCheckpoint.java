package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The checkpoint format of {@code torch.save} before PyTorch 1.6, still common in published
 * weights: a sequence of pickles (a magic number, a version, the machine's byte order, the content,
 * the keys of the storages), then for each key 8 bytes of length and the elements.
 *
 * @param pickle the pickle of the content
 * @param storages the elements of the storages by their keys
 */
record LegacyCheckpoint(ByteBuffer pickle, Map<String, ByteBuffer> storages) {
  /** Protocol 2, then PyTorch's magic number 0x1950a86a20f9469cfc6c as a long of 10 bytes. */
  static final String START = "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  private static final long VERSION = 1001;

  /** Reads a file that begins with {@link #START} into memory. */
  static LegacyCheckpoint read(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - 8) {
      throw new WeightsException(
          file,
          "checkpoints of PyTorch before 1.6 are read up to 2 GB; load it in Python and save it again");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var used = new HashMap<String, Unpickler.Storage>();
    next(file, in, used); // the magic number
    if (!Long.valueOf(VERSION).equals(next(file, in, used))) {
      throw new WeightsException(file, "expected version " + VERSION + " of PyTorch's old format");
    }
    if (next(file, in, used) instanceof Map<?, ?> machine
        && Boolean.FALSE.equals(machine.get("little_endian"))) {
      throw new WeightsException(
          file, "the checkpoint is big-endian; save it again on a little-endian machine");
    }
    int begin = in.position();
    next(file, in, used);
    ByteBuffer pickle = in.slice(begin, in.position() - begin);
    var storages = new HashMap<String, ByteBuffer>();
    if (!(next(file, in, used) instanceof List<?> keys)) {
      throw new WeightsException(file, "expected the keys of its storages, but there are none");
    }
    for (Object key : keys) {
      Unpickler.Storage storage = used.get(key);
      if (storage == null) {
        throw new WeightsException(file, "has a storage that no tensor uses: " + key);
      }
      storages.put(storage.key(), elements(file, in, storage));
    }
    return new LegacyCheckpoint(pickle, storages);
  }

  private static ByteBuffer elements(Path file, ByteBuffer in, Unpickler.Storage storage)
      throws WeightsException {
    long count = in.remaining() < Long.BYTES ? -1 : in.getLong();
    long width = storage.type().getNumOfBytes();
    if (count < 0 || count > in.remaining() / width) {
      throw new WeightsException(
          file,
          "ends within the storage '"
              + storage.key()
              + "'; it is truncated, copy or download it again");
    }
    ByteBuffer elements = in.slice(in.position(), (int) (count * width));
    in.position(in.position() + elements.capacity());
    return elements;
  }

  /** Reads one pickle; storages follow later, so tensors are only recorded by their storages. */
  private static Object next(Path file, ByteBuffer in, Map<String, Unpickler.Storage> used)
      throws IOException {
    var nothing = new HostTensor(DataType.FLOAT32, new Shape(0), ByteBuffer.allocate(0));
    var unpickler =
        new Unpickler(
            file,
            in,
            (storage, offset, shape, strides) -> {
              used.put(storage.key(), storage);
              return nothing;
            });
    Object value = unpickler.load();
    in.position(unpickler.position());
    return value;
  }
}
