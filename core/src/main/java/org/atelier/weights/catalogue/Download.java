package org.atelier.weights.catalogue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.atelier.files.Sha256;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads a file: some attempts, then the verification, then its final name. */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  private final CatalogueEntry entry;
  private final Path target;
  private final Patience patience;
  private final PartialFile file;

  /**
   * @param target in an existing folder, and locked
   */
  Download(CatalogueEntry entry, Path target, Patience patience) {
    this.entry = entry;
    this.target = target;
    this.patience = patience;
    file = new PartialFile(target);
  }

  void run(DownloadListener listener) throws IOException, InterruptedException {
    LOG.debug("Downloading {} from {}", entry.name(), entry.origin().address());
    boolean resumed = file.length() > 0;
    transfer(listener);
    String hash = Sha256.of(file.path());
    if (resumed && !entry.checksum().matches(hash)) {
      // The bytes of the earlier download may be those of another version, or damaged.
      file.delete();
      transfer(listener);
      hash = Sha256.of(file.path());
    }
    if (!entry.checksum().matches(hash)) {
      file.delete();
      throw failed(
          "what %s sends is not the published file, since its SHA-256 is %s; it was deleted"
              .formatted(entry.origin().address().getHost(), hash),
          null);
    }
    file.commit();
  }

  private void transfer(DownloadListener listener) throws IOException, InterruptedException {
    var transfer = new Transfer(entry, file, patience);
    for (int attempt = 1; ; attempt++) {
      try {
        transfer.run(listener);
        return;
      } catch (WriteException e) {
        throw e;
      } catch (Transfer.RefusedException e) {
        throw failed(e.getMessage(), e);
      } catch (IOException e) {
        if (attempt == patience.attempts() || attempt == 1 && isUnreachable(e)) {
          throw failed(reason(e), e);
        }
        LOG.debug("Attempt {} of {} failed", attempt, entry.name(), e);
        Thread.sleep(patience.pause().toMillis());
      }
    }
  }

  private DownloadException failed(String reason, @Nullable Throwable cause) {
    return new DownloadException(
        "Cannot download %s: %s. Get %s from %s in another way, see that its %s, and put it as %s into a folder that %s names"
            .formatted(
                entry.name(),
                reason,
                entry.fileName(),
                entry.origin().address(),
                entry.checksum().clause(),
                entry.file(),
                WeightsStore.FOLDER_VARIABLE),
        cause);
  }

  /** Returns a clause for a failure of Java's client, whose messages are often empty. */
  private String reason(IOException failure) {
    String host = entry.origin().address().getHost();
    String cure = "check the connection and Java's settings of a proxy (-Dhttps.proxyHost)";
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "there is no network, or no server %s; %s".formatted(host, cure);
    } else if (failure instanceof HttpTimeoutException) {
      return "%s does not answer (%s)".formatted(host, failure.getMessage());
    } else if (failure instanceof ConnectException) {
      return "%s cannot be reached; %s".formatted(host, cure);
    } else if (failure instanceof SSLException) {
      return "no secure connection to %s is possible (%s)".formatted(host, failure.getMessage());
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? "the connection was cut" : message;
  }

  /** Whether there was no connection, which is seldom there a moment later. */
  private static boolean isUnreachable(IOException failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  private static boolean has(Throwable failure, Class<? extends Exception> kind) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
