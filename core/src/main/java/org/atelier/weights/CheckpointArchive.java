package org.atelier.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.atelier.weights.Pickled.Storage;

/**
 * The checkpoint format of {@code torch.save} since PyTorch 1.6: a zip archive of a pickle and of
 * the storages. PyTorch does not compress the entries; archives that were packed again may be
 * deflated.
 */
final class CheckpointArchive {
  private static final int MAX_ENTRIES = 200_000;

  /** More names in one place of the archive's hash table were made to collide. */
  private static final int MAX_COLLISIONS = 64;

  /**
   * What deflated entries may have in all, as a multiple of the file's size. Random weights have
   * 1.1, and zeros up to 1,000.
   */
  private static final long MAX_RATIO = 16;

  /** What deflated entries may have in files of any size. */
  private static final long FREE_INFLATED_BYTES = 16L << 20;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private String root = "";

  private CheckpointArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /** Reads a zip archive. */
  static CheckpointContents read(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      var archive = new CheckpointArchive(file, zip);
      archive.index(Files.size(file));
      return archive.contents(Files.size(file));
    } catch (WeightsException e) {
      throw e;
    } catch (ZipException e) {
      // The JDK reads stored and deflated entries alone.
      if (String.valueOf(e.getMessage()).contains("compression method")) {
        throw new WeightsException(
            file,
            "its entries are compressed by a method other than deflate; unpack the archive and pack"
                + " it again with zip",
            e);
      }
      throw damaged(file, e);
    } catch (IllegalArgumentException e) {
      // The JDK throws IllegalArgumentException where a name is not valid text.
      throw damaged(file, e);
    } catch (IOException e) {
      // Also an EOFException, where an entry begins or ends beyond the file.
      throw damaged(file, e);
    }
  }

  private static WeightsException damaged(Path file, Exception cause) {
    return new WeightsException(
        file, "the archive is damaged or truncated; copy or download it again", cause);
  }

  /** Checks the entries before any is read, and finds the archive's root folder. */
  private void index(long fileBytes) throws WeightsException {
    if (zip.size() > MAX_ENTRIES) {
      throw new WeightsException(
          file, "has " + zip.size() + " entries, more than the " + MAX_ENTRIES + " that are read");
    }
    // As the JDK's archive has it, which walks through all names of one place for each entry.
    int places = zip.size() / 2 | 1;
    var collisions = new HashMap<Integer, Integer>();
    long stored = 0;
    long inflated = 0;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      // Before the other checks: TorchScript archives have compressed code.
      if (entry.getName().matches("[^/]+/constants\\.pkl")) {
        throw new WeightsException(
            file,
            "this is a TorchScript program, not weights, and programs are never loaded. In Python:"
                + " torch.save(torch.jit.load(path).state_dict(), newPath)");
      }
      if (entries.put(entry.getName(), entry) != null) {
        throw new WeightsException(
            file, "has two entries named '" + WeightsException.shortened(entry.getName()) + "'");
      }
      int place = (entry.getName().hashCode() & Integer.MAX_VALUE) % places;
      if (collisions.merge(place, 1, Integer::sum) > MAX_COLLISIONS) {
        throw new WeightsException(file, "has entries whose names were made to collide");
      }
      boolean isStored = entry.getMethod() == ZipEntry.STORED;
      if (entry.getSize() < 0
          || entry.getCompressedSize() < 0
          || isStored && entry.getSize() != entry.getCompressedSize()) {
        throw damaged(file, new ZipException(entry.getName()));
      }
      // The packed entries are larger than the file only if they overlap.
      stored += entry.getCompressedSize();
      inflated += isStored ? 0 : entry.getSize();
    }
    if (stored > fileBytes || inflated > inflatedLimit(fileBytes)) {
      throw new WeightsException(
          file,
          "its entries have %s bytes, of which %s are compressed to less than 1/%s or overlap; this is rejected as a possible zip bomb. Save it again in Python: torch.save(torch.load(path), newPath)"
              .formatted(stored + inflated, inflated, MAX_RATIO));
    }
    List<String> pickles =
        entries.keySet().stream().filter(name -> name.matches("[^/]+/data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw new WeightsException(
          file,
          "expected one data.pkl in the archive, but found "
              + pickles.size()
              + "; this zip archive was not written by torch.save");
    }
    root = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
  }

  private static long inflatedLimit(long fileBytes) {
    return FREE_INFLATED_BYTES + MAX_RATIO * fileBytes;
  }

  private CheckpointContents contents(long fileBytes) throws IOException {
    if (entries.containsKey(root + "byteorder")
        && StandardCharsets.US_ASCII.decode(bytes("byteorder")).toString().equals("big")) {
      throw new WeightsException(
          file, "the checkpoint is big-endian; save it again on a little-endian machine");
    }
    PyTorchCheckpoint.requirePickleOf(file, entries.get(root + "data.pkl").getSize());
    var budget = new PickleBudget();
    Object content = new Unpickler(file, bytes("data.pkl"), budget, storage -> {}).load();
    return CheckpointTensors.of(file, content, budget, this::storage, fileBytes);
  }

  private ByteBuffer storage(Storage storage) throws IOException {
    ByteBuffer bytes = storages.get(storage.key());
    if (bytes == null) {
      bytes = bytes("data/" + storage.key());
      storages.put(storage.key(), bytes);
    }
    return bytes;
  }

  /** Reads an entry; its size is checked against what comes out of it. */
  private ByteBuffer bytes(String name) throws IOException {
    ZipEntry entry = entries.get(root + name);
    if (entry == null) {
      throw new WeightsException(
          file,
          "entry '"
              + WeightsException.shortened(name)
              + "' is missing from the archive; copy or download it again");
    }
    if (entry.getSize() > Integer.MAX_VALUE - 8) {
      throw new WeightsException(
          file, "entry '" + WeightsException.shortened(name) + "' exceeds the limit of 2 GB");
    }
    byte[] bytes;
    boolean more;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) entry.getSize());
      more = in.read() >= 0;
    }
    var checksum = new CRC32();
    checksum.update(bytes);
    if (more || bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw new WeightsException(
          file,
          "entry '"
              + WeightsException.shortened(name)
              + "' is damaged (wrong checksum); copy or download it again");
    }
    return ByteBuffer.wrap(bytes);
  }
}
