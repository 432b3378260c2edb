package org.atelier.train;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atelier.data.ContentHash;
import org.atelier.files.NewFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of a run's data files, {@code data.json} in the run's folder, by which a resumed run
 * says what differs. It decides nothing: whether the data is the same is known by its fingerprint.
 *
 * @param format the version of the format, 1
 * @param data the fingerprint of the data
 * @param names {@code "plain"} or, of many files, {@code "hashed"}: the keys of {@code files} are
 *     hashes of names
 * @param count the number of files
 * @param files the hash of each file by its name; empty if there are too many to keep
 * @param digest a hash of {@code files}
 */
record DataRecord(
    int format,
    String data,
    String names,
    int count,
    SortedMap<String, String> files,
    String digest) {
  /** The file's name in the run's folder. */
  static final String FILE = "data.json";

  private static final Logger LOG = LoggerFactory.getLogger(DataRecord.class);
  private static final int FORMAT = 1;
  private static final String PLAIN = "plain";
  private static final String HASHED = "hashed";

  /** With more files, names are hashed: some 30 bytes for each. */
  private static final int MOST_NAMED = 20_000;

  /** Of more files, only the number is kept. */
  private static final int MOST_KEPT = 1_000_000;

  private static final long MAX_BYTES = 64L << 20;
  private static final int HASH_DIGITS = 8;

  /** How many names a message has of each kind. */
  private static final int NAMED = 5;

  /** Creates the record of data; null if it does not come from files. */
  static @Nullable DataRecord of(String fingerprint, Map<String, String> contents) {
    if (contents.isEmpty()) {
      return null;
    }
    boolean plain = contents.size() <= MOST_NAMED;
    SortedMap<String, String> files =
        contents.size() > MOST_KEPT ? new TreeMap<>() : keys(contents, plain);
    return new DataRecord(
        FORMAT, fingerprint, plain ? PLAIN : HASHED, contents.size(), files, digest(files));
  }

  /** The hashes by names, or by hashes of the names. */
  private static SortedMap<String, String> keys(Map<String, String> contents, boolean plain) {
    var keys = new TreeMap<String, String>();
    contents.forEach(
        (name, hash) ->
            keys.put(plain ? name : hashed(name), plain ? hash : hash.substring(0, HASH_DIGITS)));
    return keys;
  }

  private static String hashed(String name) {
    return new ContentHash().add(name).toString();
  }

  private static String digest(SortedMap<String, String> files) {
    var hash = new ContentHash();
    files.forEach((name, content) -> hash.add(name).add(content));
    return hash.toString();
  }

  /** Writes the record into a run's folder. */
  void write(Path run) throws IOException {
    NewFile.write(run.resolve(FILE), Checkpoint.GSON.toJson(this) + "\n");
  }

  /**
   * A listener that writes the record with the next checkpoint, which is the first that names this
   * data.
   */
  LoopListener writer() {
    return new LoopListener() {
      private boolean written;
      private @Nullable Path run;

      @Override
      public void onStart(TrainingRun started) {
        run = started.folder();
      }

      @Override
      public void onCheckpoint(Checkpoint checkpoint) throws IOException {
        if (!written && run != null) {
          write(run);
          written = true;
        }
      }
    };
  }

  /** Reads a run's record; null if it is missing or damaged. */
  static @Nullable DataRecord read(Path run) throws IOException {
    Path file = run.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return null;
    }
    try {
      @Nullable DataRecord record =
          Checkpoint.GSON.fromJson(Files.readString(file), DataRecord.class);
      boolean complete =
          record != null
              && record.format == FORMAT
              && record.data != null
              && record.names != null
              && record.files != null
              && !record.files.containsValue(null)
              && digest(record.files).equals(record.digest);
      if (complete) {
        return record;
      }
    } catch (JsonParseException | IOException e) {
      LOG.debug("{} is damaged", file, e);
    }
    LOG.warn("{} is damaged, so it is unknown which files of the data have changed", file);
    return null;
  }

  /** Says what differs in these files; empty if nothing does. */
  String differences(Map<String, String> now) {
    if (files.isEmpty()) {
      return count == now.size() ? "" : "%s files before, %s now".formatted(count, now.size());
    }
    boolean plain = names.equals(PLAIN);
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    var removed = new TreeMap<>(files);
    new TreeMap<>(now)
        .forEach(
            (name, hash) -> {
              @Nullable String before = removed.remove(plain ? name : hashed(name));
              if (before == null) {
                added.add(name);
              } else if (!hash.startsWith(before)) {
                changed.add(name);
              }
            });
    List<String> parts = new ArrayList<>();
    if (count != now.size()) {
      parts.add("%s files before, %s now".formatted(count, now.size()));
    }
    add(parts, "added", added, true);
    add(parts, "removed", List.copyOf(removed.keySet()), plain);
    add(parts, "changed", changed, true);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String what, List<String> names, boolean named) {
    if (!names.isEmpty()) {
      String some =
          String.join(", ", names.stream().limit(NAMED).toList())
              + (names.size() > NAMED ? ", …" : "");
      parts.add("%s %s%s".formatted(names.size(), what, named ? " (" + some + ")" : ""));
    }
  }
}
