package org.atelier.weights.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server of one file on the loopback interface, and what it was asked for. Each request is
 * answered by the next of the behaviours it was given, the last of them again and again.
 */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] content;
  private final List<Behaviour> behaviours;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private int answered;

  /** How a request is answered. */
  @FunctionalInterface
  interface Behaviour {
    void answer(HttpExchange exchange, byte[] content) throws Exception;
  }

  FileServer(byte[] content, Behaviour... behaviours) throws IOException {
    this.content = content;
    this.behaviours = List.of(behaviours);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:%s/file.pth".formatted(server.getAddress().getPort()));
  }

  /** The ranges that were asked for, with the condition; "all" without a range. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Behaviour behaviour;
      synchronized (this) {
        behaviour = behaviours.get(Math.min(answered++, behaviours.size() - 1));
      }
      @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
      @Nullable String condition = exchange.getRequestHeaders().getFirst("If-Range");
      requests.add(range == null ? "all" : condition == null ? range : range + " if " + condition);
      behaviour.answer(exchange, content);
    } catch (Exception e) {
      // The client has gone, or the connection is meant to be cut.
      throw new IOException(e);
    }
  }

  /** The whole file, or from the position that is asked for. */
  static Behaviour ranges() {
    return (exchange, content) -> {
      tag(exchange);
      int from = from(exchange);
      if (from >= content.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      byte[] rest = Arrays.copyOfRange(content, from, content.length);
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
      exchange.getResponseBody().write(rest);
    };
  }

  /** The whole file, whatever is asked for. */
  static Behaviour whole() {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  /** The whole file without a word on its length. */
  static Behaviour chunked() {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(content);
    };
  }

  /** The first bytes of what is asked for; then the connection is cut. */
  static Behaviour cutAfter(int count) {
    return (exchange, content) -> {
      send(exchange, content, count);
      throw new IOException("cut");
    };
  }

  /** The first bytes of what is asked for; then nothing for some time. */
  static Behaviour silentAfter(int count, long milliseconds) {
    return (exchange, content) -> {
      send(exchange, content, count);
      Thread.sleep(milliseconds);
      throw new IOException("cut");
    };
  }

  private static void send(HttpExchange exchange, byte[] content, int count) throws IOException {
    tag(exchange);
    int from = from(exchange);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, count);
    body.flush();
  }

  static Behaviour status(int status) {
    return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
  }

  static Behaviour leadingTo(String location) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private static void tag(HttpExchange exchange) {
    exchange.getResponseHeaders().set("ETag", "\"v1\"");
  }

  private static int from(HttpExchange exchange) {
    @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
