package org.atelier.weights.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A file that a server has, and a store that may ask for it. */
abstract class StoreFixture {
  static final int LENGTH = 300_000;

  /** Not reached on a loaded machine either, unless a test is about silence. */
  static final Duration LONG = Duration.ofSeconds(20);

  static final Duration SHORT = Duration.ofMillis(400);

  @TempDir Path temp;

  final byte[] content = new byte[LENGTH];
  final String hash;

  StoreFixture() {
    new Random(1).nextBytes(content);
    try {
      hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves a download that was interrupted before a mark was noted. */
  void partial(byte[] bytes) throws IOException {
    Files.write(
        Files.createDirectories(temp.resolve("cache/some")).resolve("file.pth.part"), bytes);
  }

  List<String> visible() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("cache/some"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  Path get(FileServer server) throws IOException {
    return get(server.address());
  }

  Path get(URI address) throws IOException {
    var entry = entry(address, hash, FileSize.ofBytes(LENGTH));
    return store(null).get(entry, DownloadListener.none());
  }

  WeightsStore store(@Nullable Path folder) {
    return store(folder, LONG);
  }

  WeightsStore store(@Nullable Path folder, Duration silence) {
    return new WeightsStore(
        temp.resolve("cache"), folder, new Patience(LONG, silence, 3, Duration.ofMillis(1)));
  }

  CatalogueEntry entry(FileServer server) {
    return entry(server.address(), hash, FileSize.ofBytes(LENGTH));
  }

  static CatalogueEntry entry(URI address, String digits, FileSize size) {
    return new CatalogueEntry(
        "some/file",
        new CatalogueEntry.Origin("somebody/something", "MIT", address),
        "some/file.pth",
        new Checksum(digits),
        size,
        "");
  }

  static final class Heard implements DownloadListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void onStart(CatalogueEntry entry, long from, long total) {
      events.add("from %s of %s".formatted(from, total));
    }

    @Override
    public void onBytes(long done) {
      events.add(String.valueOf(done));
    }

    @Override
    public void onEnd() {
      events.add("end");
    }
  }
}
