package org.atelier.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tensors of a PyTorch checkpoint ({@code .pth}, {@code .pt}, {@code .ckpt}) as {@code
 * torch.save} has written it since PyTorch 1.6, a zip archive of a pickle and raw storages, or
 * before ({@link LegacyCheckpoint}).
 *
 * <p>To Python a checkpoint is a program that may run arbitrary code. This reader executes nothing:
 * Python objects other than tensors, dictionaries, lists and plain values are rejected, and the
 * message names them. Memory is bounded by the size of the file.
 */
public final class PyTorchCheckpoint {
  /** Ten thousand tensors take about 2 MB of pickle; each byte may become an object. */
  private static final long MAX_PICKLE_BYTES = 16L << 20;

  private static final int MAX_DEPTH = 100;
  private static final int MAX_NAME = 1000;

  /** Bytes of copied strided views that are allowed for files of any size. */
  private static final long FREE_COPY_BYTES = 16L << 20;

  private final Path file;
  private final @Nullable ZipFile zip;
  private final String root;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private final LinkedHashMap<String, HostTensor> tensors = new LinkedHashMap<>();
  private long copyBytesLeft;
  private long visitsLeft;

  private PyTorchCheckpoint(Path file, @Nullable ZipFile zip, String root, long fileBytes) {
    this.file = file;
    this.zip = zip;
    this.root = root;
    this.copyBytesLeft = Math.max(FREE_COPY_BYTES, 4 * fileBytes);
  }

  /**
   * Reads all tensors of a checkpoint.
   *
   * <p>Nested dictionaries and lists are flattened: the names of the levels are joined by dots, as
   * in {@code params_ema.conv_first.weight} or {@code optimizer.state.0.exp_avg}. Values other than
   * tensors are skipped. Strided views are copied to row-major order.
   *
   * @param file a checkpoint
   * @return the tensors by name, in the order of the file
   * @throws WeightsException if the file is not a PyTorch checkpoint, is damaged, refers to a
   *     Python object that is not allowed, contains no tensor or two tensors of the same name; the
   *     message says what to do
   * @throws IOException if the file cannot be read
   */
  public static LinkedHashMap<String, HostTensor> read(Path file) throws IOException {
    long fileBytes = Files.size(file);
    if (isLegacy(file)) {
      LegacyCheckpoint legacy = LegacyCheckpoint.read(file);
      var checkpoint = new PyTorchCheckpoint(file, null, "", fileBytes);
      checkpoint.storages.putAll(legacy.storages());
      return checkpoint.readTensors(legacy.pickle());
    }
    try (var zip = new ZipFile(file.toFile())) {
      return new PyTorchCheckpoint(file, zip, checkEntries(file, zip, fileBytes), fileBytes)
          .readTensors();
    } catch (ZipException e) {
      throw new WeightsException(
          file, "the archive is damaged or truncated; copy or download it again", e);
    }
  }

  /** Returns whether the file has the format before PyTorch 1.6; rejects unknown formats. */
  private static boolean isLegacy(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(512);
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK\3\4")) {
      return false;
    }
    if (start.startsWith(LegacyCheckpoint.START)) {
      return true;
    }
    if (start.startsWith("ustar", 257)) {
      throw new WeightsException(
          file,
          "this is the tar format of PyTorch before 0.1; load it in Python and save it again:"
              + " torch.save(torch.load(path), newPath)");
    }
    if (start.startsWith("{", 8)) {
      throw new WeightsException(
          file, "this looks like a safetensors file; read it with Safetensors.read");
    }
    throw new WeightsException(
        file, "expected a checkpoint of torch.save (a zip archive), but it has another format");
  }

  /** Checks the entries and returns the archive's root folder, with a trailing slash. */
  private static String checkEntries(Path file, ZipFile zip, long fileBytes)
      throws WeightsException {
    // Before the other checks: TorchScript archives have compressed code.
    if (zip.stream().anyMatch(entry -> entry.getName().matches("[^/]+/constants\\.pkl"))) {
      throw new WeightsException(
          file,
          "this is a TorchScript program, not weights, and programs are never loaded. In Python:"
              + " torch.save(torch.jit.load(path).state_dict(), newPath)");
    }
    long total = 0;
    var names = new HashMap<String, ZipEntry>();
    for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
      // torch.save never compresses, so the content is never larger than the file, unless entries
      // overlap, which the total shows.
      total += entry.getSize();
      if (entry.getMethod() != ZipEntry.STORED
          || entry.getSize() < 0
          || entry.getSize() != entry.getCompressedSize()
          || total > fileBytes) {
        throw new WeightsException(
            file,
            "entry '"
                + entry.getName()
                + "' is compressed or larger than the file allows; torch.save writes uncompressed"
                + " entries, so this is rejected as a possible zip bomb. Save it again in Python");
      }
      if (names.put(entry.getName(), entry) != null) {
        throw new WeightsException(file, "has two entries named '" + entry.getName() + "'");
      }
    }
    List<String> pickles =
        names.keySet().stream().filter(name -> name.matches("[^/]+/data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw new WeightsException(
          file,
          "expected one data.pkl in the archive, but found "
              + pickles.size()
              + "; this zip archive was not written by torch.save");
    }
    return pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
  }

  private LinkedHashMap<String, HostTensor> readTensors() throws IOException {
    ZipFile zip = Objects.requireNonNull(this.zip);
    if (zip.getEntry(root + "byteorder") != null
        && StandardCharsets.US_ASCII.decode(entry("byteorder")).toString().equals("big")) {
      throw new WeightsException(
          file, "the checkpoint is big-endian; save it again on a little-endian machine");
    }
    ZipEntry pickle = zip.getEntry(root + "data.pkl");
    requirePickleOf(pickle.getSize());
    return readTensors(entry("data.pkl"));
  }

  private void requirePickleOf(long bytes) throws WeightsException {
    if (bytes > MAX_PICKLE_BYTES) {
      throw new WeightsException(
          file,
          "its pickle has "
              + bytes
              + " bytes, more than the "
              + MAX_PICKLE_BYTES
              + " that are read; save the weights without the other objects:"
              + " torch.save(model.state_dict(), path)");
    }
  }

  private LinkedHashMap<String, HostTensor> readTensors(ByteBuffer pickle) throws IOException {
    requirePickleOf(pickle.remaining());
    // Every value takes at least one byte of the pickle and at most two visits; only repeatedly
    // shared values ("billion laughs") need more.
    visitsLeft = 2L * pickle.remaining();
    Object content = new Unpickler(file, pickle, this::view).load();
    flatten("", content, 0);
    if (tensors.isEmpty()) {
      throw new WeightsException(
          file, "expected a dictionary of tensors, but there is no named tensor in it");
    }
    return tensors;
  }

  private HostTensor view(Unpickler.Storage storage, long offset, long[] shape, long[] strides)
      throws IOException {
    ByteBuffer bytes = storages.get(storage.key());
    if (bytes == null) {
      bytes = entry("data/" + storage.key());
      storages.put(storage.key(), bytes);
    }
    try {
      var view = new StridedView(storage.type(), offset, shape, strides);
      int width = storage.type().getNumOfBytes();
      if (bytes.capacity() % width != 0 || bytes.capacity() / width != storage.elements()) {
        throw new IllegalArgumentException(
            "it has " + bytes.capacity() + " bytes for " + storage.elements() + " elements");
      }
      if (view.extent() > storage.elements()) {
        throw new IllegalArgumentException(
            "a tensor reaches to element "
                + view.extent()
                + " of a storage of "
                + storage.elements());
      }
      if (view.isDense()) {
        return view.slice(bytes);
      }
      copyBytesLeft -= view.byteCount();
      if (copyBytesLeft < 0) {
        throw new IllegalArgumentException(
            "strided views require much more memory than the file's size; in Python, save"
                + " tensor.contiguous()");
      }
      return view.gather(bytes);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(
          file, "storage '" + storage.key() + "' does not fit its tensor: " + e.getMessage(), e);
    }
  }

  private void flatten(String name, Object value, int depth) throws WeightsException {
    if (--visitsLeft < 0 || depth > MAX_DEPTH || name.length() > MAX_NAME) {
      throw new WeightsException(
          file,
          "its dictionaries are nested too deeply or contain each other; save the weights alone:"
              + " torch.save(model.state_dict(), path)");
    }
    if (value instanceof HostTensor tensor) {
      // A bare tensor has no name and is not a state dict.
      if (depth > 0 && tensors.put(name, tensor) != null) {
        throw new WeightsException(file, "names two tensors '" + name + "'");
      }
    } else if (value instanceof Map<?, ?> map) {
      for (var e : map.entrySet()) {
        flatten(join(name, e.getKey(), depth), e.getValue(), depth + 1);
      }
    } else if (value instanceof Unpickler.Tuple tuple) {
      flatten(name, tuple.items(), depth);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        flatten(join(name, i, depth), list.get(i), depth + 1);
      }
    }
  }

  private static String join(String name, Object key, int depth) {
    return depth == 0 ? key.toString() : name + "." + key;
  }

  private ByteBuffer entry(String name) throws IOException {
    ZipEntry entry = zip == null ? null : zip.getEntry(root + name);
    if (entry == null || zip == null) {
      throw new WeightsException(
          file, "entry '" + name + "' is missing from the archive; copy or download it again");
    }
    if (entry.getSize() > Integer.MAX_VALUE - 8) {
      throw new WeightsException(file, "entry '" + name + "' exceeds the limit of 2 GB");
    }
    byte[] bytes;
    try (var in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) entry.getSize());
    }
    var checksum = new CRC32();
    checksum.update(bytes);
    if (bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw new WeightsException(
          file, "entry '" + name + "' is damaged (wrong checksum); copy or download it again");
    }
    return ByteBuffer.wrap(bytes);
  }
}
