package org.atelier.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteExceptionTest {
  private static final String HIDDEN = ".a.txt.0123";

  @TempDir Path folder;

  @Test
  void the_final_file_is_named_and_what_is_the_matter() {
    Path target = folder.resolve("a.txt");
    Map<String, String> sentences =
        Map.of(
            "No space left on device", "the disk is full; free disk space",
            "Disk quota exceeded", "the disk quota is used up; free disk space",
            "Read-only file system", "is read-only; choose a folder on another",
            "File too large", "allows; raise the limit",
            "File name too long", "its name is too long",
            "Too many open files", "may open no more files",
            "Structure needs cleaning", "Structure needs cleaning; check the disk");
    sentences.forEach(
        (reason, sentence) -> {
          var named = new FileSystemException(folder.resolve(HIDDEN).toString(), null, reason);
          // Streams and channels give the reason alone.
          for (var failure : new IOException[] {named, new IOException(reason)}) {
            assertThat(WriteException.of(target, failure))
                .hasMessageStartingWith("Cannot write " + target + ": ")
                .hasMessageContaining(sentence)
                .hasMessageNotContaining(HIDDEN)
                .hasCause(failure);
          }
        });
    // As Linux answers in /proc, of a folder that exists.
    assertThat(WriteException.of(target, new NoSuchFileException(HIDDEN)))
        .hasMessageContaining("the file system of " + folder + " does not allow it")
        .hasMessageNotContaining("Exception");
    assertThat(WriteException.of(target, new AccessDeniedException(HIDDEN)))
        .hasMessageContaining("no permission to write into the folder " + folder)
        .hasMessageNotContaining(HIDDEN);
  }

  @Test
  void a_missing_folder_and_a_folder_as_target_are_told_apart() throws IOException {
    Path missing = folder.resolve("none/a.txt");
    assertThatThrownBy(() -> NewFile.write(missing, "x"))
        .isInstanceOf(WriteException.class)
        .hasMessage(
            "Cannot write %s: there is no folder %s; create it, or choose another"
                .formatted(missing, missing.getParent()));
    Path inFile = Files.createFile(folder.resolve("file")).resolve("a.txt");
    assertThatThrownBy(() -> NewFile.write(inFile, "x"))
        .hasMessageContaining("file is a file and not a folder");
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertThatThrownBy(() -> NewFile.write(directory, "x"))
        .isInstanceOf(WriteException.class)
        .hasMessage("Cannot write " + directory + ": it is a folder; choose the name of a file");
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(() -> NewFile.write(Path.of("/"), "x"))
        .isInstanceOf(WriteException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void a_folder_that_is_deleted_meanwhile_is_named_without_the_temporary_file() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    var file = new NewFile(inner.resolve("a.txt"));
    file.stream().write('x');
    try (var files = Files.list(inner)) {
      Files.delete(files.findFirst().orElseThrow());
    }
    Files.delete(inner);

    assertThatThrownBy(file::commit)
        .isInstanceOf(WriteException.class)
        .hasMessageStartingWith("Cannot write " + inner.resolve("a.txt"))
        .hasMessageContaining("there is no folder " + inner);
    file.close();
  }

  @Test
  void what_is_described_is_not_described_again() {
    var once = WriteException.of(folder.resolve("a.txt"), new IOException("No space left"));
    assertThat(WriteException.of(folder.resolve("b.txt"), new IOException("wrapped", once)))
        .isSameAs(once);
    assertThat(WriteException.reason(folder.resolve("b.txt"), once)).startsWith("the disk is full");
  }
}
