package org.atelier.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir Path folder;

  @Test
  void a_file_appears_whole_or_not_at_all() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "before");
    try (var file = new NewFile(target)) {
      file.stream().write('x');
      assertThat(target).hasContent("before");
    }
    assertThat(target).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));

    NewFile.write(target, "after");

    assertThat(target).hasContent("after");
  }

  @Test
  void files_of_a_process_that_ends_are_deleted_unless_they_are_committed() throws IOException {
    Path kept = folder.resolve("kept");
    NewFile.write(kept, "whole");
    try (var unfinished = new NewFile(folder.resolve("unfinished"))) {
      unfinished.stream().write(1);
      assertThat(folder.toFile().list()).hasSize(2);

      NewFile.deleteUnfinished();

      assertThat(folder.toFile().list()).containsExactly("kept");
    }
    NewFile.deleteUnfinished();
    assertThat(kept).hasContent("whole");
  }

  @Test
  void only_what_a_killed_process_left_is_swept() throws IOException {
    Path hidden = Files.createFile(folder.resolve(".hidden"));
    Path named = Files.createFile(folder.resolve("run.json"));
    Path lookalike = Files.createFile(folder.resolve(".run.json.0123"));
    // Never committed and never closed: what SIGKILL leaves.
    new NewFile(named).stream().write('x');
    assertThat(folder.toFile().list()).hasSize(4);

    NewFile.removeLeftovers(folder);

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            hidden.getFileName().toString(),
            named.getFileName().toString(),
            lookalike.getFileName().toString());
  }
}
