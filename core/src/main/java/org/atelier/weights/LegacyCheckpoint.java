package org.atelier.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.atelier.weights.Pickled.Dict;
import org.atelier.weights.Pickled.Sequence;
import org.atelier.weights.Pickled.Storage;

/**
 * The checkpoint format of {@code torch.save} before PyTorch 1.6, still common in published
 * weights: a sequence of pickles (a magic number, a version, the machine's byte order, the content,
 * the keys of the storages), then for each key 8 bytes of length and the elements.
 */
final class LegacyCheckpoint {
  /** 0x1950a86a20f9469cfc6c as binary protocols write it, little-endian. */
  private static final String MAGIC = "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  /** The same as protocols 0 and 1 write it. */
  private static final String MAGIC_TEXT = "L119547037146038801333356";

  private static final long VERSION = 1001;

  private final Path file;
  private final ByteBuffer in;
  private final PickleBudget budget = new PickleBudget();
  private final Map<String, Storage> used = new HashMap<>();

  private LegacyCheckpoint(Path file, ByteBuffer in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Returns whether a file begins as this format does, in any protocol of pickle.
   *
   * @param start the first bytes, as Latin-1
   */
  static boolean begins(String start) {
    boolean binary =
        start.startsWith("\u0080") && (start.startsWith(MAGIC, 2) || start.startsWith(MAGIC, 11));
    return binary || start.startsWith(MAGIC_TEXT);
  }

  /** Reads a file that {@link #begins} so into memory. */
  static CheckpointContents read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE - 8) {
      throw new WeightsException(
          file,
          "checkpoints of PyTorch before 1.6 are read up to 2 GB; load it in Python and save it again");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return new LegacyCheckpoint(file, in).contents();
  }

  private CheckpointContents contents() throws IOException {
    next(); // the magic number
    if (!Long.valueOf(VERSION).equals(next())) {
      throw new WeightsException(file, "expected version " + VERSION + " of PyTorch's old format");
    }
    if (next() instanceof Dict machine && Boolean.FALSE.equals(machine.get("little_endian"))) {
      throw new WeightsException(
          file, "the checkpoint is big-endian; save it again on a little-endian machine");
    }
    int begin = in.position();
    Object content = next();
    PyTorchCheckpoint.requirePickleOf(file, in.position() - begin);
    if (!(next() instanceof Sequence keys)) {
      throw new WeightsException(file, "expected the keys of its storages, but there are none");
    }
    var storages = new HashMap<String, ByteBuffer>();
    for (Object key : keys.items()) {
      Storage storage =
          key instanceof String || key instanceof Long ? used.get(key.toString()) : null;
      if (storage == null) {
        throw new WeightsException(
            file,
            "has a storage that no tensor uses: "
                + (key instanceof String name
                    ? WeightsException.shortened(name)
                    : Pickled.kind(key)));
      }
      storages.put(storage.key(), elements(storage));
    }
    return CheckpointTensors.of(
        file,
        content,
        budget,
        storage -> {
          ByteBuffer bytes = storages.get(storage.key());
          if (bytes == null) {
            throw new WeightsException(
                file,
                "storage '"
                    + WeightsException.shortened(storage.key())
                    + "' is missing; copy or download it again");
          }
          return bytes;
        },
        in.capacity());
  }

  private ByteBuffer elements(Storage storage) throws WeightsException {
    long count = in.remaining() < Long.BYTES ? -1 : in.getLong();
    long width = storage.type().width();
    if (count < 0 || count > in.remaining() / width) {
      throw new WeightsException(
          file,
          "ends within the storage '"
              + WeightsException.shortened(storage.key())
              + "'; it is truncated, copy or download it again");
    }
    ByteBuffer elements = in.slice(in.position(), (int) (count * width));
    in.position(in.position() + elements.capacity());
    return elements;
  }

  /** Reads one pickle. */
  private Object next() throws WeightsException {
    var unpickler =
        new Unpickler(
            file, in.slice(), budget, storage -> used.putIfAbsent(storage.key(), storage));
    Object value = unpickler.load();
    in.position(in.position() + unpickler.position());
    return value;
  }

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
