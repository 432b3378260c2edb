package org.atelier.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.cli.command.UsageException;
import org.atelier.image.PictureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTaskTest {
  private static final FolderTask.Words WORDS =
      new FolderTask.Words("translate", "translated", "OUTPUT", "--tile");

  @TempDir Path temp;

  private Path from;
  private Path to;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void folders() throws IOException {
    from = Files.createDirectories(temp.resolve("from"));
    to = temp.resolve("to");
  }

  private void pictures(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(from.resolve(name).getParent());
      Files.writeString(from.resolve(name), name);
    }
  }

  private int run(FolderTask.Step step) throws IOException {
    return FolderTask.plan(WORDS, from, to)
        .run(step, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void each_picture_has_a_result_of_its_own() throws IOException {
    pictures("a.png", "a.jpg", "deep/er/a.jpg", "deep/b.png");

    assertThat(run(Files::copy)).isZero();

    assertThat(to.resolve("a.png.png")).hasContent("a.png");
    assertThat(to.resolve("a.jpg.png")).hasContent("a.jpg");
    assertThat(to.resolve("deep/er/a.png")).hasContent("deep/er/a.jpg");
    assertThat(to.resolve("deep/b.png")).hasContent("deep/b.png");
    assertThat(out.toString()).isEqualTo("4 pictures of %s to %s%n".formatted(from, to));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void failures_do_not_end_it_and_are_listed_at_the_end() throws IOException {
    pictures("a.png", "b.png", "c.png", "d.png", "e.png", "f.png");

    int failures =
        run(
            (picture, target) -> {
              switch (picture.getFileName().toString()) {
                case "a.png" ->
                    throw new PictureException("Cannot read %s: it is cut".formatted(picture));
                case "b.png" -> throw new IllegalArgumentException("A pixel is 9");
                case "c.png" -> throw new OutOfMemoryError();
                case "d.png" -> throw new EngineException("no memory\n  at a line of C++");
                case "e.png" -> throw new IOException(target.toString());
                default -> Files.copy(picture, target);
              }
            });

    assertThat(failures).isEqualTo(5);
    assertThat(to.resolve("f.png")).hasContent("f.png");
    assertThat(out.toString()).isEqualTo("1 pictures of %s to %s%n".formatted(from, to));
    assertThat(err.toString().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("atelier: 5 of 6 pictures could not be translated:"),
            line ->
                assertThat(line).isEqualTo("  Cannot read %s: it is cut", from.resolve("a.png")),
            line -> assertThat(line).isEqualTo("  %s: A pixel is 9", from.resolve("b.png")),
            line -> assertThat(line).contains("c.png: Java is out of heap memory", "--tile"),
            line -> assertThat(line).isEqualTo("  %s: no memory", from.resolve("d.png")),
            line -> assertThat(line).contains("e.png: ", "(IOException)"));
  }

  @Test
  void progress_counts_every_picture_once_also_those_that_fail() throws IOException {
    for (int i = 0; i < 20; i++) {
      pictures(i + ".png");
    }
    int failures =
        run(
            (picture, target) -> {
              if (picture.endsWith("7.png")) {
                throw new PictureException("Cannot read it");
              }
            });
    assertThat(failures).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("translate 2/20")
        .contains("translate 20/20")
        .endsWith("19 pictures of %s to %s%n".formatted(from, to));
  }

  @Test
  void a_folder_within_the_pictures_is_refused_by_any_name() throws IOException {
    pictures("a.png");
    Path link = Files.createSymbolicLink(temp.resolve("link"), from);
    for (Path output :
        new Path[] {
          from, from.resolve("sub"), link, link.resolve("new/er"), from.resolve("x/../../from")
        }) {
      assertThatThrownBy(() -> FolderTask.plan(WORDS, from, output))
          .as("%s", output)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("outside of");
    }
    assertThatThrownBy(() -> FolderTask.plan(WORDS, link, from.resolve("sub")))
        .hasMessageContaining("outside of");
    assertThat(FolderTask.plan(WORDS, from, temp.resolve("from-too"))).isNotNull();
  }

  @Test
  void a_result_never_overwrites_a_picture_of_a_folder_within_the_output() throws IOException {
    pictures("a.png", "from/a.png");
    assertThatThrownBy(() -> FolderTask.plan(WORDS, from, temp))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("would overwrite the picture");
    to = temp.resolve("linked");
    Files.createDirectories(to);
    Files.createSymbolicLink(to.resolve("from"), from.resolve("from"));
    assertThatThrownBy(() -> FolderTask.plan(WORDS, from, to))
        .hasMessageContaining("would overwrite the picture");
  }

  @Test
  void results_of_earlier_runs_are_replaced() throws IOException {
    pictures("a.png");
    Files.createDirectories(to);
    Files.writeString(to.resolve("a.png"), "old");
    Files.writeString(to.resolve("other.png"), "other");
    run(
        (picture, target) ->
            Files.copy(picture, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING));
    assertThat(to.resolve("a.png")).hasContent("a.png");
    assertThat(to.resolve("other.png")).hasContent("other");
  }

  @Test
  void a_file_as_output_or_a_folder_without_pictures_is_refused() throws IOException {
    assertThatThrownBy(() -> FolderTask.plan(WORDS, from, to)).hasMessageContaining("is empty");
    pictures("a.png");
    Files.writeString(to, "a file");
    assertThatThrownBy(() -> FolderTask.plan(WORDS, from, to)).hasMessageContaining("is a file");
  }
}
