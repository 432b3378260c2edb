package org.atelier.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderListingTest {
  @TempDir Path temp;

  private void file(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private static FolderListing pngs(Path folder) throws IOException {
    return FolderListing.of(folder, name -> name.endsWith(".png"));
  }

  private static List<String> names(FolderListing listing) {
    return listing.files().stream().map(FolderListing.Entry::name).toList();
  }

  @Test
  void lists_files_of_one_kind_at_any_depth_in_the_order_of_their_names() throws IOException {
    file("b/deep/2.png");
    file("b/1.png");
    file("B.png");
    file("a.png");
    file("b/notes.txt");

    FolderListing listing = pngs(temp);

    assertThat(names(listing)).containsExactly("B.png", "a.png", "b/1.png", "b/deep/2.png");
    assertThat(listing.files().get(3).path()).isEqualTo(temp.resolve("b/deep/2.png"));
    assertThat(listing.folders()).containsExactly(temp.resolve("b"));
    assertThat(listing.others()).isEqualTo(1);
    assertThat(listing.remark("picture")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".ipynb_checkpoints",
        ".thumbnails",
        ".Trash-1000",
        ".git",
        "@eaDir",
        "@EADIR",
        "#recycle",
        "@Recycle",
        "@__thumb",
        "__MACOSX",
        "__pycache__",
        "lost+found",
        "$RECYCLE.BIN",
        "System Volume Information"
      })
  void leaves_out_hidden_and_service_folders_at_any_depth_and_counts(String hidden)
      throws IOException {
    file("cats/1.png");
    file("cats/" + hidden + "/deep/er/1.png");
    file(hidden + "/1.png");
    file(hidden + "/2.png");
    file(hidden + "/2.txt");

    FolderListing listing = pngs(temp);

    assertThat(names(listing)).containsExactly("cats/1.png");
    assertThat(listing.folders()).containsExactly(temp.resolve("cats"));
    assertThat(listing.others()).isZero();
    assertThat(listing.leftOut()).isEqualTo(3);
    assertThat(listing.remark("picture"))
        .isEqualTo(
            "Left out 3 pictures in hidden or service folders of %s: %s".formatted(temp, hidden));
  }

  @Test
  void leaves_out_hidden_files_and_names_some() throws IOException {
    file("a.png");
    for (int i = 0; i < 7; i++) {
      file("._" + i + ".png");
    }

    FolderListing listing = pngs(temp);

    assertThat(names(listing)).containsExactly("a.png");
    assertThat(listing.remark("picture"))
        .isEqualTo(
            "Left out 7 hidden pictures of %s: ._0.png, ._1.png, ._2.png, ._3.png, ._4.png, …"
                .formatted(temp));
  }

  @Test
  void names_that_only_resemble_service_folders_are_listed() throws IOException {
    file("a.b/1.png");
    file("eaDir/1.png");
    file("#1/1.png");
    file("lost and found/1.png");

    assertThat(pngs(temp).files()).hasSize(4);
    assertThat(pngs(temp).remark("picture")).isNull();
  }

  @Test
  void the_chosen_folder_may_itself_be_hidden_or_below_a_hidden_one() throws IOException {
    file(".cache/@eaDir/cats/1.png");

    assertThat(names(pngs(temp.resolve(".cache/@eaDir")))).containsExactly("cats/1.png");
    assertThat(names(pngs(temp.resolve(".cache/@eaDir/cats/../../@eaDir"))))
        .containsExactly("cats/1.png");
  }

  @Test
  void links_are_followed_and_those_that_lead_nowhere_or_back_are_left_out() throws IOException {
    file("real/1.png");
    file("set/2.png");
    Files.createSymbolicLink(temp.resolve("set/linked"), temp.resolve("real"));
    Files.createSymbolicLink(temp.resolve("set/linked.png"), temp.resolve("real/1.png"));
    Files.createSymbolicLink(temp.resolve("set/back"), temp.resolve("set"));
    Files.createSymbolicLink(temp.resolve("set/gone.png"), temp.resolve("none.png"));
    Files.createSymbolicLink(temp.resolve("set/self.png"), temp.resolve("set/self.png"));

    FolderListing listing = pngs(temp.resolve("set"));

    assertThat(names(listing)).containsExactly("2.png", "linked.png", "linked/1.png");
    assertThat(listing.remark("picture"))
        .isEqualTo(
            "Left out 3 symbolic links leading nowhere or to a folder above of %s: back, gone.png, self.png"
                .formatted(temp.resolve("set")));
  }

  @Test
  void a_folder_that_may_not_be_read_is_named_unless_it_is_a_service_folder() throws IOException {
    assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
    file("a.png");
    file("lost+found/1.png");
    Path service = temp.resolve("lost+found");
    var nobody = PosixFilePermissions.fromString("---------");
    var all = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(service, nobody);
    try {
      // The superuser may read all.
      assumeThat(Files.isReadable(service)).isFalse();
      assertThat(names(pngs(temp))).containsExactly("a.png");
      Path closed = Files.createDirectory(temp.resolve("closed"));
      Files.setPosixFilePermissions(closed, nobody);
      assertThatThrownBy(() -> pngs(temp))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Cannot list %s: this user may not read it; change its permissions, or move it elsewhere"
                  .formatted(closed));
      Files.setPosixFilePermissions(closed, all);
    } finally {
      Files.setPosixFilePermissions(service, all);
    }
  }
}
