package org.atelier.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.weights.catalogue.FileServer.chunked;
import static org.atelier.weights.catalogue.FileServer.cutAfter;
import static org.atelier.weights.catalogue.FileServer.leadingTo;
import static org.atelier.weights.catalogue.FileServer.ranges;
import static org.atelier.weights.catalogue.FileServer.silentAfter;
import static org.atelier.weights.catalogue.FileServer.status;
import static org.atelier.weights.catalogue.FileServer.whole;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsDownloadTest extends StoreFixture {
  @Test
  void whole_file_is_downloaded_verified_and_then_found() throws IOException {
    try (var server = new FileServer(content, whole())) {
      var heard = new Heard();
      Path file = store(null).get(entry(server), heard);

      assertThat(file).isEqualTo(temp.resolve("cache/some/file.pth")).hasBinaryContent(content);
      assertThat(heard.events).startsWith("from 0 of 300000").endsWith("300000", "end");
      assertThat(store(null).get(entry(server), DownloadListener.none())).isEqualTo(file);
      assertThat(store(null).find(entry(server))).contains(file);
      assertThat(store(null).atHand(entry(server))).contains(file);
      assertThat(server.requests()).containsExactly("all");
      assertThat(visible()).containsExactly("file.pth");
    }
  }

  @Test
  void nothing_is_downloaded_unless_it_is_asked_for() throws IOException {
    try (var server = new FileServer(content, whole())) {
      assertThat(store(null).find(entry(server))).isEmpty();
      assertThat(store(null).atHand(entry(server))).isEmpty();
      assertThat(server.requests()).isEmpty();
      assertThat(temp.resolve("cache")).doesNotExist();
    }
  }

  @Test
  void length_that_is_not_announced_is_that_of_what_comes() throws IOException {
    try (var server = new FileServer(content, chunked())) {
      assertThat(get(server)).hasBinaryContent(content);
    }
  }

  @Test
  void cut_connection_is_resumed_where_it_was_cut() throws IOException {
    try (var server = new FileServer(content, cutAfter(100_000), cutAfter(50_000), ranges())) {
      assertThat(get(server)).hasBinaryContent(content);
      assertThat(server.requests())
          .containsExactly("all", "bytes=100000- if \"v1\"", "bytes=150000- if \"v1\"");
      assertThat(visible()).containsExactly("file.pth");
    }
  }

  @Test
  void server_that_falls_silent_is_asked_again() throws IOException {
    try (var server = new FileServer(content, silentAfter(100_000, 5_000), ranges())) {
      WeightsStore impatient = store(null, SHORT);
      assertThat(impatient.get(entry(server), DownloadListener.none())).hasBinaryContent(content);
      assertThat(server.requests()).startsWith("all", "bytes=100000- if \"v1\"");
    }
  }

  @Test
  void interrupted_download_is_resumed_by_the_next_call() throws IOException {
    try (var server = new FileServer(content, cutAfter(100_000), status(503))) {
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("HTTP status 503");
    }
    assertThat(visible()).containsExactly("file.pth.part", "file.pth.part.tag");
    try (var server = new FileServer(content, ranges())) {
      var heard = new Heard();
      assertThat(store(null).get(entry(server), heard)).hasBinaryContent(content);
      assertThat(heard.events).startsWith("from 100000 of 300000");
      assertThat(server.requests()).containsExactly("bytes=100000- if \"v1\"");
    }
  }

  @Test
  void file_that_was_whole_before_it_had_its_name_is_not_sent_again() throws IOException {
    partial(content);
    try (var server = new FileServer(content, ranges())) {
      assertThat(get(server)).hasBinaryContent(content);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void whole_file_whose_size_is_known_roughly_is_not_sent_again() throws IOException {
    partial(content);
    try (var server = new FileServer(content, ranges())) {
      var rounded = new FileSize(LENGTH - 10, false);
      Path file = store(null).get(entry(server.address(), hash, rounded), DownloadListener.none());
      assertThat(file).hasBinaryContent(content);
      assertThat(server.requests()).containsExactly("bytes=300000-");
    }
  }

  @Test
  void server_without_ranges_sends_the_file_anew() throws IOException {
    partial(Arrays.copyOf(content, 1000));
    try (var server = new FileServer(content, whole())) {
      assertThat(get(server)).hasBinaryContent(content);
    }
  }

  @Test
  void part_of_another_version_is_replaced() throws IOException {
    partial(new byte[1000]);
    try (var server = new FileServer(content, ranges())) {
      assertThat(get(server)).hasBinaryContent(content);
      assertThat(server.requests()).containsExactly("bytes=1000-", "all");
    }
  }

  @Test
  void part_that_is_too_long_is_replaced() throws IOException {
    partial(new byte[LENGTH + 1]);
    try (var server = new FileServer(content, ranges())) {
      assertThat(get(server)).hasBinaryContent(content);
      assertThat(server.requests()).containsExactly("all");
    }
  }

  @Test
  void file_of_another_content_is_deleted_and_never_given_out() throws IOException {
    byte[] other = content.clone();
    other[LENGTH / 2]++;
    try (var server = new FileServer(other, whole())) {
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(DownloadException.class)
          .hasMessageContainingAll(
              "Cannot download some/file: what 127.0.0.1 sends is not the published file",
              "it was deleted. Get file.pth from " + server.address(),
              "SHA-256 is " + hash,
              "put it as some/file.pth into a folder that ATELIER_WEIGHTS names");
      assertThat(visible()).isEmpty();
      assertThat(store(null).find(entry(server))).isEmpty();
    }
  }

  @Test
  void first_eight_digits_are_verified_where_only_they_are_known() throws IOException {
    try (var server = new FileServer(content, whole())) {
      FileSize size = FileSize.ofBytes(LENGTH);
      var right = entry(server.address(), hash.substring(0, 8), size);
      var wrong = entry(server.address(), "00000000", size);

      assertThatThrownBy(() -> store(null).get(wrong, DownloadListener.none()))
          .hasMessageContaining("see that its SHA-256 begins with 00000000");
      assertThat(store(null).get(right, DownloadListener.none())).hasBinaryContent(content);
    }
  }

  @Test
  void missing_file_is_not_asked_for_twice() throws IOException {
    try (var server = new FileServer(content, status(404))) {
      assertThatThrownBy(() -> get(server))
          .hasMessageContaining(
              "127.0.0.1 answers with the HTTP status 404, there is no such file");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void redirects_are_followed_some_times() throws IOException {
    try (var server = new FileServer(content, leadingTo("/other.pth"), whole())) {
      assertThat(get(server)).hasBinaryContent(content);
    }
    Files.delete(temp.resolve("cache/some/file.pth"));
    try (var server = new FileServer(content, leadingTo("/file.pth"))) {
      assertThatThrownBy(() -> get(server)).hasMessageContaining("from address to address");
      assertThat(server.requests()).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/a.pth",
        "ftp://127.0.0.1/a.pth",
        "file:///etc/passwd",
        "",
        ":"
      })
  void redirects_to_other_than_https_are_refused(String location) throws IOException {
    try (var server = new FileServer(content, leadingTo(location))) {
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("the server leads to");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void addresses_lead_from_https_to_https_outside_of_this_machine() {
    URI secure = URI.create("https://github.com/a");

    assertThat(Addresses.mayLead(secure, URI.create("https://objects.github.com/b"))).isTrue();
    assertThat(Addresses.mayLead(secure, URI.create("http://objects.github.com/b"))).isFalse();
    assertThat(Addresses.mayLead(secure, URI.create("https://localhost/b"))).isFalse();
    assertThat(Addresses.mayLead(secure, URI.create("https://user:word@github.com/b"))).isFalse();
    assertThat(Addresses.isAllowed(URI.create("http://127.0.0.1.example.org/b"))).isFalse();
    assertThat(Addresses.isAllowed(URI.create("https:///b"))).isFalse();
  }

  @Test
  void file_of_another_size_is_refused_before_and_while_it_comes() throws IOException {
    byte[] longer = Arrays.copyOf(content, LENGTH + 1);
    for (var behaviour : List.of(whole(), chunked())) {
      try (var server = new FileServer(longer, behaviour)) {
        assertThatThrownBy(() -> get(server))
            .hasMessageContaining("but the published one 300000")
            .hasMessageContaining("the file there has");
        assertThat(server.requests()).hasSize(1);
        assertThat(visible()).isEmpty();
      }
    }
    try (var server = new FileServer(Arrays.copyOf(content, LENGTH - 1), chunked())) {
      assertThatThrownBy(() -> get(server)).hasMessageContaining("has 299999 bytes");
    }
  }

  @Test
  void without_a_network_the_message_says_how_to_get_the_file() throws IOException {
    URI nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:%s/file.pth".formatted(socket.getLocalPort()));
    }
    assertThatThrownBy(() -> get(nobody))
        .isInstanceOf(DownloadException.class)
        .hasMessageContainingAll(
            "127.0.0.1 cannot be reached; check the connection",
            "Get file.pth from " + nobody,
            hash,
            "ATELIER_WEIGHTS");
    assertThatThrownBy(() -> get(URI.create("https://no-such-host.invalid/file.pth")))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("there is no network, or no server no-such-host.invalid");
  }

  @Test
  void server_that_never_answers_is_given_up() throws IOException {
    try (var server = new FileServer(content, silentAfter(0, 5_000))) {
      WeightsStore impatient = store(null, SHORT);
      assertThatThrownBy(() -> impatient.get(entry(server), DownloadListener.none()))
          .hasMessageContaining("127.0.0.1 does not answer (");
      assertThat(server.requests()).hasSize(3);
    }
  }
}
