package org.atelier.weights.catalogue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atelier.files.Sha256;
import org.atelier.files.WriteException;
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where published weights lie on this machine: in a folder of the user's, of which nothing is ever
 * changed, and in a cache, into which they are downloaded on request. Each file is verified
 * whenever it is given out. Thread-safe; several processes may use one cache.
 */
public final class WeightsStore {
  /** The variable of the environment that names a folder with weights. */
  public static final String FOLDER_VARIABLE = "ATELIER_WEIGHTS";

  private static final Logger LOG = LoggerFactory.getLogger(WeightsStore.class);

  private final Path cache;
  private final @Nullable Path folder;
  private final Patience patience;

  WeightsStore(Path cache, @Nullable Path folder, Patience patience) {
    this.cache = cache;
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * Returns a store of given folders.
   *
   * @param cache a folder that is created when something is downloaded
   * @param folder a folder with weights, directly in it or in folders as in {@link
   *     CatalogueEntry#file}; null for none
   */
  public static WeightsStore of(Path cache, @Nullable Path folder) {
    return new WeightsStore(cache, folder, Patience.usual());
  }

  /**
   * Returns the store of this user: the folder that {@code ATELIER_WEIGHTS} names, and the cache in
   * {@code ATELIER_CACHE} or else the platform's folder for caches.
   *
   * @throws IOException if {@code ATELIER_WEIGHTS} names no folder
   */
  public static WeightsStore ofEnvironment() throws IOException {
    @Nullable String named = System.getenv(FOLDER_VARIABLE);
    @Nullable Path folder = named == null || named.isBlank() ? null : Path.of(named);
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(
          "%s names %s, which is no folder; correct it, or unset it"
              .formatted(FOLDER_VARIABLE, folder));
    }
    return of(CacheFolder.ofThisProcess().resolve("weights"), folder);
  }

  /** Returns the folder into which files are downloaded; it need not exist. */
  public Path cache() {
    return cache;
  }

  /**
   * Returns where a file of the entry's name and size is, without reading it: for lists. {@link
   * #find} verifies it.
   */
  public Optional<Path> atHand(CatalogueEntry entry) {
    return inFolder(entry)
        .or(() -> Optional.of(cached(entry)).filter(Files::isRegularFile))
        .filter(file -> entry.size().allows(length(file)));
  }

  /**
   * Returns the verified file of an entry, if it is on this machine: that in the user's folder
   * before that in the cache. A damaged file in the cache is deleted.
   *
   * @throws WeightsException if the user's folder has a file of this name and another content
   * @throws IOException if a file cannot be read
   */
  public Optional<Path> find(CatalogueEntry entry) throws IOException {
    Optional<Path> own = inFolder(entry);
    if (own.isPresent()) {
      String hash = Sha256.of(own.get());
      if (!entry.checksum().matches(hash)) {
        throw new WeightsException(
            own.get(),
            "this is not the published %s, whose %s, but %s; copy it again, or remove it from %s"
                .formatted(entry.name(), entry.checksum().clause(), hash, FOLDER_VARIABLE));
      }
      return own;
    }
    Path file = cached(entry);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (!entry.checksum().matches(Sha256.of(file))) {
      LOG.warn("{} is damaged; deleting it", file);
      Files.deleteIfExists(file);
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /**
   * Returns the verified file of an entry; downloads it if it is not on this machine. An
   * interrupted download is continued by the next call. Of several processes that ask for one file,
   * one downloads it and the others wait.
   *
   * @param listener hears of the download
   * @throws DownloadException if it cannot be downloaded: no network, no such file, a file of
   *     another size or content; the message says how to get it in another way
   * @throws WeightsException if the user's folder has a file of this name and another content
   * @throws WriteException if the cache cannot be written to
   * @throws IOException if the thread is interrupted or a file cannot be read
   */
  public Path get(CatalogueEntry entry, DownloadListener listener) throws IOException {
    Optional<Path> there = find(entry);
    if (there.isPresent()) {
      return there.get();
    }
    Path target = cached(entry);
    try {
      Files.createDirectories(target.getParent());
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
    DownloadLock lock = DownloadLock.of(target);
    try (lock) {
      // Another process may have brought it meanwhile.
      Optional<Path> brought = find(entry);
      if (brought.isPresent()) {
        return brought.get();
      }
      new Download(entry, target, patience).run(listener);
      return target;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("Interrupted while downloading " + entry.name());
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      listener.onEnd();
    }
  }

  private Path cached(CatalogueEntry entry) {
    return cache.resolve(entry.file());
  }

  /** Other projects may call a file alike, so its size decides where it lies without its folder. */
  private Optional<Path> inFolder(CatalogueEntry entry) {
    if (folder == null) {
      return Optional.empty();
    }
    Path alone = folder.resolve(entry.fileName());
    return Optional.of(folder.resolve(entry.file()))
        .filter(Files::isRegularFile)
        .or(() -> Optional.of(alone).filter(file -> entry.size().allows(length(file))));
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }
}
