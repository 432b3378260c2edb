package org.atelier.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.weights.catalogue.FileServer.ranges;
import static org.atelier.weights.catalogue.FileServer.silentAfter;
import static org.atelier.weights.catalogue.FileServer.whole;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atelier.files.WriteException;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;

class WeightsStoreTest extends StoreFixture {
  @Test
  void folder_of_the_user_comes_first() throws IOException {
    Path own = Files.createDirectories(temp.resolve("own/some")).resolve("file.pth");
    Files.write(own, content);
    try (var server = new FileServer(content, whole())) {
      WeightsStore store = store(temp.resolve("own"));

      assertThat(store.get(entry(server), DownloadListener.none())).isEqualTo(own);
      Files.move(own, temp.resolve("own/file.pth"));
      assertThat(store.get(entry(server), DownloadListener.none()))
          .isEqualTo(temp.resolve("own/file.pth"));
      Files.write(temp.resolve("own/file.pth"), new byte[5]);
      assertThat(store.atHand(entry(server))).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void damaged_file_in_the_folder_of_the_user_is_refused_and_kept() throws IOException {
    Path own = Files.createDirectories(temp.resolve("own/some")).resolve("file.pth");
    Files.write(own, Arrays.copyOf(content, 1000));
    try (var server = new FileServer(content, whole())) {
      WeightsStore store = store(temp.resolve("own"));

      assertThatThrownBy(() -> store.get(entry(server), DownloadListener.none()))
          .isInstanceOf(WeightsException.class)
          .hasMessageContainingAll(
              own.toString(),
              "not the published some/file",
              hash,
              "remove it from ATELIER_WEIGHTS");
      assertThat(store.atHand(entry(server))).isEmpty();
      assertThat(own).exists();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void damaged_file_in_the_cache_is_downloaded_anew() throws IOException {
    try (var server = new FileServer(content, whole())) {
      Path file = get(server);
      Files.write(file, new byte[LENGTH]);

      assertThat(store(null).find(entry(server))).isEmpty();
      assertThat(get(server)).hasBinaryContent(content);
    }
  }

  @Test
  void one_of_many_at_once_downloads_and_the_others_wait() throws Exception {
    var threads = Executors.newFixedThreadPool(6);
    try (var server = new FileServer(content, silentAfter(1000, 100), ranges())) {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        files.add(threads.submit(() -> get(server)));
      }
      for (Future<Path> file : files) {
        assertThat(file.get()).hasBinaryContent(content);
      }
      assertThat(server.requests()).containsExactly("all", "bytes=1000- if \"v1\"");
    } finally {
      threads.shutdownNow();
    }
  }

  /** Another process, which downloads the file of its argument until it is ended. */
  static final class Downloading {
    private Downloading() {}

    public static void main(String... arguments) throws Exception {
      try (DownloadLock lock = DownloadLock.of(Path.of(arguments[0]))) {
        System.out.println(lock);
        System.in.read();
      }
    }
  }

  @Test
  void other_process_that_downloads_is_waited_for_and_may_be_killed() throws Exception {
    Path target = Files.createDirectories(temp.resolve("cache/some")).resolve("file.pth");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Downloading.class.getName(),
                target.toString())
            .start();
    var threads = Executors.newSingleThreadExecutor();
    try (var server = new FileServer(content, whole())) {
      assertThat(other.getInputStream().read()).isPositive();
      Future<Path> file = threads.submit(() -> get(server));
      Thread.sleep(300);
      assertThat(file.isDone()).isFalse();
      assertThat(server.requests()).isEmpty();

      other.destroyForcibly().waitFor();

      assertThat(file.get()).hasBinaryContent(content);
    } finally {
      other.destroyForcibly();
      threads.shutdownNow();
    }
  }

  @Test
  void interrupted_thread_leaves_what_came() throws Exception {
    try (var server = new FileServer(content, silentAfter(1000, 5_000))) {
      WeightsStore patient =
          new WeightsStore(temp.resolve("cache"), null, new Patience(LONG, LONG, 1, Duration.ZERO));
      var me = Thread.currentThread();
      var listener =
          new DownloadListener() {
            @Override
            public void onBytes(long done) {
              me.interrupt();
            }
          };
      assertThatThrownBy(() -> patient.get(entry(server), listener))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(temp.resolve("cache/some/file.pth.part")).hasSize(1000);
    }
  }

  @Test
  void cache_that_is_a_file_is_named() throws IOException {
    Files.createFile(temp.resolve("cache"));
    try (var server = new FileServer(content, whole())) {
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(WriteException.class)
          .hasMessageContaining("is a file and not a folder");
    }
  }
}
