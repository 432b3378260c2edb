package org.atelier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atelier.cli.command.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path temp;

  private Path runs;

  @BeforeEach
  void name() {
    runs = temp.resolve("runs");
  }

  @Test
  void a_new_run_creates_the_first_folder_that_is_missing() throws IOException {
    assertThat(RunFolder.create(runs, "gan").path()).isEqualTo(runs.resolve("gan")).isDirectory();
    Files.createFile(runs.resolve("gan-2"));
    assertThat(RunFolder.create(runs, "gan").path()).isEqualTo(runs.resolve("gan-3")).isDirectory();
  }

  @Test
  void runs_that_begin_at_once_get_folders_of_their_own() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      var begun = new ArrayList<Callable<Path>>();
      for (int i = 0; i < 24; i++) {
        begun.add(() -> RunFolder.create(runs, "gan").path());
      }
      var paths = new ArrayList<Path>();
      for (Future<Path> path : threads.invokeAll(begun)) {
        paths.add(path.get());
      }
      assertThat(paths).hasSize(24).doesNotHaveDuplicates();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_folder_in_which_nothing_was_left_is_removed() throws IOException {
    RunFolder.create(runs, "gan").close();
    assertThat(runs).doesNotExist();

    RunFolder first = RunFolder.create(runs, "gan");
    Files.createFile(first.path().resolve("run.json"));
    RunFolder.create(runs, "gan").close();
    first.close();
    assertThat(runs).isDirectoryContaining(path -> path.endsWith("gan"));
    assertThat(runs.resolve("gan-2")).doesNotExist();
  }

  @Test
  void a_name_goes_below_the_runs_and_a_path_stays() throws IOException {
    assertThat(RunFolder.named(runs, Path.of("cats")).path()).isEqualTo(runs.resolve("cats"));
    assertThat(RunFolder.named(runs, Path.of("a/b")).path()).isEqualTo(Path.of("a/b"));
    assertThat(RunFolder.named(runs, temp.resolve("x")).path()).isEqualTo(temp.resolve("x"));
    RunFolder.named(runs, temp.resolve("x")).close();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void what_cannot_be_the_folder_of_a_run_is_refused() throws IOException {
    for (String out : List.of("", "  ", ".", "..", "/", "./", "a/..", "../..")) {
      assertThatThrownBy(() -> RunFolder.named(runs, Path.of(out)))
          .describedAs(out)
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("--out expects");
    }
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> RunFolder.named(runs, file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> RunFolder.named(runs, temp)).hasMessageContaining("is not empty");
    assertThatThrownBy(() -> RunFolder.create(file, "gan"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("file is a file and not a folder");
  }
}
