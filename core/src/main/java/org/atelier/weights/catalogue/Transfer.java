package org.atelier.weights.catalogue;

import java.io.IOException;
import java.net.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.files.WriteException;

/**
 * Brings the bytes of one file from a server to a {@link PartialFile}, on from those that are there
 * (HTTP Range, RFC 9110, 14). Proxies are those that Java's settings name. Only what was asked for
 * is sent.
 */
final class Transfer {
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int WHOLE = 200;
  private static final int PART = 206;
  private static final int NOT_THERE = 416;

  /** Of a server that may answer later. */
  private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,15})-\\d{1,15}/(\\d{1,15}|\\*)");
  private static final Pattern NO_RANGE = Pattern.compile("bytes \\*/(\\d{1,15})");

  private final CatalogueEntry entry;
  private final PartialFile file;
  private final Patience patience;
  private final HttpClient client;

  /** A failure that another attempt would not mend. The message is a clause. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String clause) {
      super(clause);
    }
  }

  Transfer(CatalogueEntry entry, PartialFile file, Patience patience) {
    this.entry = entry;
    this.file = file;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect());
    Authenticator own = Authenticator.getDefault();
    client = (own == null ? builder : builder.authenticator(own)).build();
  }

  /**
   * Transfers what is missing. What came of an interrupted transfer stays.
   *
   * @throws RefusedException if another attempt would not help
   * @throws WriteException if the bytes cannot be written
   * @throws IOException if the server cannot be reached or the connection is cut
   */
  void run(DownloadListener listener) throws IOException, InterruptedException {
    if (file.length() > entry.size().limit()) {
      file.delete();
    }
    long from = file.length();
    if (entry.size().exact() && from == entry.size().bytes()) {
      return;
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = answer(from);
    try (var body = new TimedBody(patience.silence())) {
      response.body().subscribe(body);
      int status = response.statusCode();
      if (status == WHOLE) {
        file.restart(tag(response));
        receive(response, body, 0, listener);
      } else if (status == PART && from > 0) {
        if (begins(response) != from) {
          file.delete();
          throw new IOException("the server sends another part than was asked for");
        }
        receive(response, body, from, listener);
      } else if (status == NOT_THERE && from > 0) {
        if (lengthThere(response) != from) {
          file.delete();
          throw new IOException("the server's file is shorter than what is here of it");
        }
      } else {
        refuse(status, response.uri());
      }
    }
  }

  /** Asks for the bytes from a position on, and follows where the server leads. */
  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer(long from)
      throws IOException, InterruptedException {
    URI address = entry.origin().address();
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      var request = HttpRequest.newBuilder(address).timeout(patience.silence()).GET();
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
        file.tag().ifPresent(tag -> request.header("If-Range", tag));
      }
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      var unread = new TimedBody(patience.silence());
      response.body().subscribe(unread);
      unread.close();
      address = target(address, response);
    }
    throw new RefusedException(
        "the server leads from address to address, more than %s times".formatted(MOST_REDIRECTS));
  }

  private static URI target(URI from, HttpResponse<?> response) throws RefusedException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI to = from.resolve(location);
      if (location.isBlank() || !Addresses.mayLead(from, to)) {
        throw new RefusedException(
            "the server leads to '%s', which is not an address of https".formatted(location));
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new RefusedException("the server leads to an address that is none");
    }
  }

  private void receive(
      HttpResponse<?> response, TimedBody body, long from, DownloadListener listener)
      throws IOException, InterruptedException {
    OptionalLong announced = response.headers().firstValueAsLong("Content-Length");
    if (announced.isPresent()) {
      check(from + announced.getAsLong());
      requireSpace(announced.getAsLong());
    }
    long done = from;
    listener.onStart(
        entry, from, announced.isPresent() ? from + announced.getAsLong() : entry.size().bytes());
    try (FileChannel channel = file.append()) {
      for (var part = body.next(); part != null; part = body.next()) {
        for (ByteBuffer buffer : part) {
          done += buffer.remaining();
        }
        if (done > entry.size().limit()) {
          file.delete();
          throw wrongSize("more than %s".formatted(entry.size().limit()));
        }
        file.write(channel, part);
        listener.onBytes(done);
      }
    }
    check(done);
  }

  private void check(long length) throws IOException {
    if (!entry.size().allows(length)) {
      file.delete();
      throw wrongSize(String.valueOf(length));
    }
  }

  private RefusedException wrongSize(String bytes) {
    return new RefusedException(
        "the file there has %s bytes, but the published one %s%s"
            .formatted(bytes, entry.size().exact() ? "" : "about ", entry.size().bytes()));
  }

  private void requireSpace(long bytes) throws IOException {
    long free = Files.getFileStore(file.folder()).getUsableSpace();
    if (free < bytes) {
      throw new RefusedException(
          "the disk of %s has room for %s MB, but %s MB are missing; free disk space, or let ATELIER_CACHE name a folder on another disk"
              .formatted(file.folder(), free / 1_000_000, bytes / 1_000_000 + 1));
    }
  }

  private static void refuse(int status, URI address) throws IOException {
    String clause = "%s answers with the HTTP status %s".formatted(address.getHost(), status);
    if (BUSY.contains(status)) {
      throw new IOException(clause);
    }
    throw new RefusedException(status == 404 ? clause + ", there is no such file" : clause);
  }

  /** A mark that is good for If-Range: a strong entity tag, or else a date. */
  private static Optional<String> tag(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> response.headers().firstValue("Last-Modified"));
  }

  private static long begins(HttpResponse<?> response) {
    Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  private static long lengthThere(HttpResponse<?> response) {
    Matcher range = NO_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }
}
